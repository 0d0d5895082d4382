// A wall as a list of neo-blessed whose lines are set anew once a second: `node blessed_list.mjs CALLS`.
import blessed from "neo-blessed";

const count = Number(process.argv[2]);
const begun = Date.now();
const screen = blessed.screen({ smartCSR: true, fullUnicode: false });
const list = blessed.list({ parent: screen, width: "100%", height: "100%", items: [] });

function line(number, elapsed) {
  const seconds = Math.floor(elapsed + (number % 3000));
  const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  return `TALKING  (202) 555-01${String(number % 100).padStart(2, "0")}  Washington D.C.  ${time}`;
}

const lines = (elapsed) => Array.from({ length: count }, (_, number) => line(number, elapsed));
list.setItems(lines(0));
screen.render();
setInterval(() => {
  const elapsed = (Date.now() - begun) / 1000;
  list.setItems(lines(elapsed));
  screen.render();
}, 1000);
