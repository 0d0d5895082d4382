// The size of the terminal: what fits at the wanted letters, and letters so large that what was decided fills the window.
const SMALLEST_PX = 4;
const STEP_PX = 0.5;

export class Fit {
  constructor(terminal, fontPx) {
    this.terminal = terminal;
    this.fontPx = fontPx;
    const cell = this.cell();
    // Relative to the letters, so that it need not be measured again for others.
    this.width = cell.width / terminal.options.fontSize;
    this.height = cell.height / terminal.options.fontSize;
    this.decided = null;
  }

  cell() {
    const screen = this.terminal.element.querySelector(".xterm-screen").getBoundingClientRect();
    return { width: screen.width / this.terminal.cols, height: screen.height / this.terminal.rows };
  }

  // How many columns and rows fit into the window.
  wanted() {
    if (this.decided) this.fill();
    return {
      columns: Math.floor(window.innerWidth / (this.width * this.fontPx)),
      rows: Math.floor(window.innerHeight / (this.height * this.fontPx)),
    };
  }

  // The server decided on a size, which fits into the windows of all who look.
  take(columns, rows) {
    this.decided = { columns, rows };
    // xterm.js keeps what stood right of the new last column, unseen, where it could be copied. A whole picture follows.
    if (columns < this.terminal.cols) this.terminal.write("\x1b[2J");
    this.terminal.resize(columns, rows);
    this.fill();
  }

  fill() {
    const { columns, rows } = this.decided;
    const across = window.innerWidth / (columns * this.width);
    const down = window.innerHeight / (rows * this.height);
    this.setFont(Math.floor(Math.min(across, down) / STEP_PX) * STEP_PX + STEP_PX);
    // Cells are whole pixels of the screen, so the size does not follow from that of the letters alone.
    while (this.overflows() && this.terminal.options.fontSize > SMALLEST_PX) {
      this.setFont(this.terminal.options.fontSize - STEP_PX);
    }
  }

  setFont(px) {
    this.terminal.options.fontSize = Math.max(px, SMALLEST_PX);
  }

  overflows() {
    const cell = this.cell();
    const { columns, rows } = this.decided;
    return cell.width * columns > window.innerWidth || cell.height * rows > window.innerHeight;
  }
}
