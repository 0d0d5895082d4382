// A wall as rows of Ink, each with its text, drawn anew once a second: `node ink_rows.mjs CALLS`.
// Ink draws everything that it is given above the last screen, so it gets the rows that fit, as Rich does.
import { createElement as h, useEffect, useState } from "react";
import { Box, Text, render } from "ink";

const count = Number(process.argv[2]);
const begun = Date.now();

function Row({ number, elapsed }) {
  const seconds = Math.floor(elapsed + (number % 3000));
  const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  const phone = `(202) 555-01${String(number % 100).padStart(2, "0")}`;
  return h(Box, null, h(Text, null, `TALKING  ${phone}  Washington D.C.  ${time}`));
}

function Wall() {
  const [elapsed, setElapsed] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setElapsed((Date.now() - begun) / 1000), 1000);
    return () => clearInterval(timer);
  }, []);
  const rows = Array.from({ length: Math.min(count, (process.stdout.rows ?? 50) - 1) }, (_, number) => number);
  return h(Box, { flexDirection: "column" }, ...rows.map((number) => h(Row, { key: number, number, elapsed })));
}

render(h(Wall));
