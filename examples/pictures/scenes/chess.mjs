import { circle, ellipse, many, path, poly, rect, Scene, W } from '../draw.mjs';

export function draw() {
  const s = new Scene(261);
  s.add(
    s.sky([0, '#13202b'], [0.6, '#2c4650'], [1, '#2c4650']),
    s.glow(600, 260, 560, '#e8b878', 0.55),
    many(26, () =>
      circle(
        s.between(0, W),
        s.between(20, 340),
        s.between(10, 44),
        s.pick(['#f2c98a', '#e8a66a', '#8fb0b0']),
        `opacity="${s.between(0.04, 0.14).toFixed(2)}"`,
      ),
    ),
  );
  // the board in perspective
  const at = (c, r) => {
    const z = 1 / (1 + (8 - r) * 0.13);
    const y = 800 * 0 + 360 + (z - 0.49) * 900;
    return [600 + (c - 4) * 250 * z, y];
  };
  s.add(poly([at(-0.6, 0), at(8.6, 0), at(8.6, 9), at(-0.6, 9)], '#4a2a1a'));
  for (let r = 0; r < 8; r++)
    for (let c = 0; c < 8; c++)
      s.add(poly([at(c, r), at(c + 1, r), at(c + 1, r + 1), at(c, r + 1)], (r + c) % 2 ? '#7d4a2a' : '#efd9ae'));
  s.add(
    poly(
      [at(-0.6, 0), at(8.6, 0), at(8.6, 9), at(-0.6, 9)],
      s.linear([
        [0, '#13202b', 0.5],
        [0.6, '#13202b', 0],
      ]),
    ),
  );
  const tone = {
    w: [
      [0, '#fffaf0'],
      [0.4, '#f0dfc0'],
      [1, '#a98a62'],
    ],
    b: [
      [0, '#5d5a66'],
      [0.35, '#2a2833'],
      [1, '#0c0b12'],
    ],
  };
  const piece = (c, r, side, kind) => {
    const [x, y] = at(c + 0.5, r + 0.6);
    const k = (1 / (1 + (8 - r) * 0.13)) * 1.25;
    const fill = s.linear(tone[side], [0, 0, 1, 0]);
    const edge = side === 'w' ? '#8a6a44' : '#050408';
    const base = path(
      'M-62 0Q-64 -22 -44 -30Q-40 -44 -30 -50L30 -50Q40 -44 44 -30Q64 -22 62 0Q0 16 -62 0Z',
      fill,
      `stroke="${edge}" stroke-width="2"`,
    );
    const stem = (top) =>
      path(
        `M-30 -50Q-14 -${top * 0.5} -20 -${top}L20 -${top}Q14 -${top * 0.5} 30 -50Z`,
        fill,
        `stroke="${edge}" stroke-width="2"`,
      );
    const kinds = {
      p: () =>
        stem(112) + ellipse(0, -112, 30, 8, fill) + circle(0, -138, 29, fill, `stroke="${edge}" stroke-width="2"`),
      q: () =>
        stem(230) +
        ellipse(0, -230, 38, 9, fill) +
        path(
          'M-34 -234L-50 -300L-28 -274L-18 -312L0 -278L18 -312L28 -274L50 -300L34 -234Z',
          fill,
          `stroke="${edge}" stroke-width="2" stroke-linejoin="round"`,
        ) +
        [-50, -18, 18, 50].map((d) => circle(d, Math.abs(d) > 30 ? -304 : -317, 7, fill)).join(''),
      k: () =>
        stem(246) +
        ellipse(0, -246, 40, 10, fill) +
        path(
          'M-36 -250Q-58 -306 -20 -312Q0 -314 0 -300Q0 -314 20 -312Q58 -306 36 -250Z',
          fill,
          `stroke="${edge}" stroke-width="2"`,
        ) +
        rect(-6, -358, 12, 48, fill, `stroke="${edge}" stroke-width="1.5"`) +
        rect(-20, -344, 40, 12, fill, `stroke="${edge}" stroke-width="1.5"`),
      r: () =>
        stem(130) +
        path(
          'M-38 -130L-42 -186L-24 -186L-24 -172L-10 -172L-10 -186L10 -186L10 -172L24 -172L24 -186L42 -186L38 -130Z',
          fill,
          `stroke="${edge}" stroke-width="2"`,
        ),
    };
    return `<g transform="translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${k.toFixed(3)})">${ellipse(46, 2, 96, 17, '#1a0c06', 'opacity=".45"')}${base}${kinds[kind]()}</g>`;
  };
  for (const [c, r, side, kind] of [
    [0, 1.2, 'b', 'r'],
    [6, 1, 'b', 'p'],
    [7, 1, 'b', 'p'],
    [1, 2, 'b', 'p'],
    [5.2, 2.9, 'b', 'k'],
    [0, 5, 'w', 'p'],
    [7, 5, 'w', 'p'],
    [2.2, 5.2, 'w', 'q'],
    [5, 5.8, 'w', 'p'],
  ])
    s.add(piece(c, r, side, kind));
  return s.svg({ vignette: 0.42 });
}
