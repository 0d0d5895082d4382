// The page: a terminal, the link to the server, and the mark over a picture that is not sure.
import { Fit } from "./fit.js";
import { Link } from "./link.js";
import { Freshness } from "./freshness.js";
import { beep } from "./bell.js";
import { Unicode11Addon } from "./unicode11.mjs";
import { Terminal } from "./xterm.mjs";

const colours = getComputedStyle(document.documentElement);
const terminal = new Terminal({
  allowProposedApi: true, // for the widths of characters below
  fontFamily: getComputedStyle(document.body).fontFamily,
  fontSize: Number(document.body.dataset.fontPx),
  scrollback: 0,
  theme: { background: colours.getPropertyValue("--background"), foreground: colours.getPropertyValue("--text") },
  // Links that came over the wire are text; nothing opens.
  linkHandler: { activate() {} },
});
terminal.loadAddon(new Unicode11Addon());
terminal.unicode.activeVersion = "11";
terminal.open(document.getElementById("terminal"));
clear();
terminal.focus();

const fit = new Fit(terminal, Number(document.body.dataset.fontPx));
const freshness = new Freshness((number) => link.say("beat", number));
const link = new Link(document.body.dataset.version, () => fit.wanted(), {
  entered: () => clear(),
  picture: (bytes) => terminal.write(bytes),
  size: (columns, rows) => fit.take(columns, rows),
  // Only when all that came before is drawn, the picture is as new as the answer says.
  beat: (number) => terminal.write("", () => freshness.answered(number)),
  lost: (words, more) => freshness.lost(words, more),
  elsewhere: () => freshness.elsewhere(),
  left: (words) => {
    // What an agent has left is not for whoever comes next.
    clear();
    freshness.left(words);
  },
});

// No cursor: what is shown draws its own.
function clear() {
  terminal.reset();
  terminal.write("\x1b[?25l");
}

const sure = (send) => (text) => freshness.sure && send(text);
// What is typed over a picture that is not sure would act on something else than what is seen.
terminal.onData(sure((text) => link.say("keys", text)));
terminal.onTitleChange((title) => (document.title = title));
terminal.onBell(beep);
window.addEventListener("resize", () => link.say("size", ...Object.values(fit.wanted())));
document.addEventListener("visibilitychange", () => freshness.look());
document.getElementById("take").addEventListener("click", () => link.takeOver());
document.getElementById("again").addEventListener("click", () => location.reload());
window.addEventListener("focus", () => terminal.focus());
link.open();
