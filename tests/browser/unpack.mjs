// Unpacks the Chromium of the package into the folder TMPDIR, and tells how to start it.
import { join } from "node:path";
import { tmpdir } from "node:os";

// With this the package unpacks the libraries and letters too, which a machine without a screen may lack.
process.env.AWS_EXECUTION_ENV = "AWS_Lambda_nodejs22.x";
const { default: chromium } = await import("@sparticuz/chromium");
const program = await chromium.executablePath();
// Its build has neither a zygote nor processes of its own.
const flags = ["--single-process", "--no-zygote", "--in-process-gpu", "--disable-setuid-sandbox"];
const environment = { LD_LIBRARY_PATH: join(tmpdir(), "al2023", "lib"), FONTCONFIG_PATH: join(tmpdir(), "fonts") };
process.stdout.write(JSON.stringify({ program: [program, ...flags], environment }));
