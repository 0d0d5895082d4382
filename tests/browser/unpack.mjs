// Unpacks the Chromium of the package into the folder TMPDIR, and tells how to start it.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { tmpdir } from "node:os";

// With this the package unpacks the libraries and letters too, which a machine without a screen may lack.
process.env.AWS_EXECUTION_ENV = "AWS_Lambda_nodejs22.x";
const { default: chromium } = await import("@sparticuz/chromium");
const program = await chromium.executablePath();
// The settings of the package name folders of its own machines. Where there is no letter at all, a page that draws text
// ends Chromium; where there is none of a terminal's, it looks for each of them for long.
const settings = join(tmpdir(), "fonts");
await writeFile(
  join(settings, "fonts.conf"),
  `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(import.meta.dirname, "node_modules", "dejavu-fonts-ttf", "ttf")}</dir>
  <cachedir>${join(tmpdir(), "fonts-cache")}</cachedir>
</fontconfig>
`,
);
// As one process, for which it is built, it ends on some machines as soon as it opens a page.
const flags = ["--no-zygote", "--disable-setuid-sandbox"];
const environment = { LD_LIBRARY_PATH: join(tmpdir(), "al2023", "lib"), FONTCONFIG_PATH: settings };
process.stdout.write(JSON.stringify({ program: [program, ...flags], environment }));
