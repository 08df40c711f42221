import { circle, ellipse, group, H, line, many, path, poly, rect, Scene, W } from '../draw.mjs';

export function draw() {
  const s = new Scene(216);
  s.add(
    rect(0, 0, W, H, '#1a0c14'),
    rect(
      200,
      60,
      800,
      560,
      s.linear([
        [0, '#2a1420'],
        [1, '#6b3a34'],
      ]),
    ),
  );
  s.add(
    poly(
      [
        [60, 700],
        [1140, 700],
        [960, 560],
        [240, 560],
      ],
      s.linear([
        [0, '#8a5a3c'],
        [1, '#c88a55'],
      ]),
    ),
    many(18, (i) => line(240 + i * 42.3, 560, 60 + i * 63.5, 700, '#6b4029', 2.5)),
  );
  s.add(
    group(
      poly(
        [
          [560, -40],
          [640, -40],
          [870, 650],
          [330, 650],
        ],
        s.linear([
          [0, '#fff4d0', 0.62],
          [1, '#ffe9b0', 0.16],
        ]),
      ),
      `filter="${s.blur(9)}"`,
    ),
    ellipse(600, 642, 270, 38, '#fff0c8', 'opacity=".8"'),
    s.glow(600, 640, 330, '#fff0c8', 0.7),
    many(50, () => circle(s.between(440, 760), s.between(120, 600), s.between(0.8, 2.2), '#fff', 'opacity=".6"')),
  );
  // the salt, falling
  s.add(
    path('M540 650Q580 636 600 604Q622 638 664 650Z', '#fffdf5'),
    path('M600 604Q622 638 664 650L612 650Z', '#d9c6a8', 'opacity=".7"'),
    many(260, () => {
      const t = s.rng();
      return circle(
        600 + (s.rng() + s.rng() - 1) * (3 + t * 15),
        130 + t * 470,
        s.between(0.7, 1.9),
        '#fffdf5',
        `opacity="${s.between(0.3, 0.95).toFixed(2)}"`,
      );
    }),
  );
  const curtain = (dir) => {
    const edge = dir < 0 ? 0 : W;
    const x = (v) => edge - dir * v;
    return many(9, (i) => {
      const a = i * 42;
      const pull = (k) => k * (1 - 0.32 * Math.min(1, i / 8));
      const shade = s.linear(
        [
          [0, '#5b0f1c'],
          [0.45, '#c3273a'],
          [0.7, '#e04a52'],
          [1, '#6b1120'],
        ],
        [dir < 0 ? 0 : 1, 0, dir < 0 ? 1 : 0, 0],
      );
      return path(
        `M${x(a)} 0L${x(a + 44)} 0Q${x(pull(a + 70))} 330 ${x(pull(a + 26))} 460Q${x(pull(a + 30) + 14)} 600 ${x(pull(a + 46) + 20)} 742L${x(pull(a) + 6)} 742Q${x(pull(a - 10))} 600 ${x(pull(a - 14))} 460Q${x(pull(a + 26))} 330 ${x(a)} 0Z`,
        shade,
      );
    });
  };
  s.add(curtain(-1), curtain(1));
  s.add(
    path('M-6 452Q130 470 262 440L262 466Q130 498 -6 478Z', '#e6b84e'),
    path('M1206 452Q1070 470 938 440L938 466Q1070 498 1206 478Z', '#e6b84e'),
    [
      [258, 452],
      [942, 452],
    ].map(
      ([x, y]) =>
        circle(x, y, 15, '#f2cf72') +
        poly(
          [
            [x - 9, y + 10],
            [x + 9, y + 10],
            [x + 14, y + 74],
            [x - 14, y + 74],
          ],
          '#d9a53c',
        ),
    ),
  );
  s.add(
    many(
      9,
      (i) =>
        path(
          `M${i * 150 - 75} 0L${i * 150 + 75} 0L${i * 150 + 75} 60Q${i * 150} 138 ${i * 150 - 75} 60Z`,
          s.linear([
            [0, '#7a1422'],
            [0.6, '#c3273a'],
            [1, '#8a1828'],
          ]),
        ) + path(`M${i * 150 - 75} 60Q${i * 150} 138 ${i * 150 + 75} 60`, 'none', 'stroke="#e6b84e" stroke-width="8"'),
    ),
  );
  // footlights and the heads of the house
  s.add(
    rect(0, 700, W, 14, '#e6b84e'),
    rect(0, 712, W, 90, '#1a0c14'),
    many(
      15,
      (i) =>
        s.glow(40 + i * 80, 698, 46, '#ffe6a3', 0.9) +
        path(`M${26 + i * 80} 704A14 14 0 0 1 ${54 + i * 80} 704Z`, '#fff3cf'),
    ),
  );
  s.add(
    many(16, (i) => {
      const x = i * 80 + 20 + s.between(-12, 12);
      const y = 772 + s.between(-8, 12);
      return (
        circle(x, y, 27, '#0d060b') +
        path(`M${x - 46} 810Q${x - 40} ${y + 22} ${x} ${y + 20}Q${x + 40} ${y + 22} ${x + 46} 810Z`, '#0d060b')
      );
    }),
  );
  return s.svg({ vignette: 0.4 });
}
