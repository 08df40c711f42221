import { circle, line, path, poly, rect, Scene, W } from '../draw.mjs';

export function draw() {
  const s = new Scene(47);
  s.add(s.sky([0, '#5d93b8'], [0.25, '#9cc3cc'], [0.42, '#f4d9ae'], [0.52, '#f7b27c'], [1, '#f7b27c']));
  s.add(
    s.clouds(7, 60, 260, '#ffffff', 0.55, 16),
    s.clouds(5, 260, 400, '#f9cfa0', 0.7, 12),
    s.glow(330, 420, 320, '#fff1c9', 1),
    circle(330, 424, 40, '#fff7df'),
  );
  s.add(
    rect(
      0,
      430,
      W,
      370,
      s.linear([
        [0, '#f0ab7c'],
        [0.18, '#8f9da6'],
        [1, '#1f4a63'],
      ]),
    ),
  );
  s.add(
    s.ripples(150, 434, 790, '#ffe6bd', { centre: 330, spread: 360, opacity: 0.85 }),
    s.ripples(150, 440, 795, '#173c54', { opacity: 0.35, spread: 1500 }),
    s.ripples(70, 450, 795, '#cfe3e4', { opacity: 0.4, spread: 1500 }),
  );
  const turbine = (x, y, h, angle, tone) => {
    const top = y - h;
    const blade = (a) =>
      `<g transform="rotate(${a} ${x} ${top})">${path(`M${x - h * 0.012} ${top}Q${x - h * 0.035} ${top - h * 0.2} ${x} ${top - h * 0.52}Q${x + h * 0.018} ${top - h * 0.2} ${x + h * 0.012} ${top}Z`, tone)}</g>`;
    return [
      poly(
        [
          [x - h * 0.02, y],
          [x - h * 0.009, top],
          [x + h * 0.009, top],
          [x + h * 0.02, y],
        ],
        tone,
      ),
      rect(x - h * 0.035, y - h * 0.05, h * 0.07, h * 0.06, '#e2b23a'),
      [0, 120, 240].map((d) => blade(angle + d)),
      circle(x, top, h * 0.022, tone),
      rect(x - h * 0.03, y + 2, h * 0.06, h * 0.16, tone, `opacity=".25" filter="${s.blur(3)}"`),
    ];
  };
  for (const [x, y, h, a, tone] of [
    [250, 446, 82, 15, '#d8c6bb'],
    [420, 444, 76, 70, '#d8c6bb'],
    [560, 447, 88, 40, '#dccbc0'],
    [700, 444, 78, 95, '#d5c8c2'],
    [860, 450, 96, 25, '#dcd2cc'],
    [1010, 446, 84, 60, '#d5cac4'],
    [1120, 449, 92, 10, '#dcd2cc'],
  ])
    s.add(turbine(x, y, h, a, tone));
  s.add(
    turbine(640, 520, 220, 52, '#eee9e2'),
    turbine(960, 590, 330, 18, '#f7f4ee'),
    turbine(150, 640, 400, 78, '#fdfbf6'),
  );
  s.add(
    path('M520 650Q575 668 640 648L630 668Q575 680 532 668Z', '#14354a'),
    rect(556, 628, 34, 24, '#f5efe6'),
    rect(562, 634, 9, 8, '#2b5870'),
    line(600, 650, 600, 612, '#14354a', 2.5),
  );
  s.add(s.birds(6, 520, 190, 14, '#3a5a70'));
  return s.svg();
}
