import { circle, line, many, path, poly, rect, Scene, W } from '../draw.mjs';

export function draw() {
  const s = new Scene(11);
  s.add(
    s.sky([0, '#1f2a52'], [0.22, '#4a4a7d'], [0.36, '#b0698a'], [0.45, '#ef9a6b'], [0.5, '#fbd08a'], [1, '#fbd08a']),
  );
  s.add(s.clouds(9, 70, 300, '#3a3768', 0.55, 18), s.clouds(6, 230, 350, '#f7b48a', 0.5, 12));
  s.add(s.glow(770, 372, 330, '#ffe3a6', 0.95), circle(770, 374, 34, '#fff0c4'));
  // the open sea, standing higher than the basin
  s.add(
    rect(
      0,
      376,
      W,
      160,
      s.linear([
        [0, '#d98d72'],
        [0.3, '#7d6488'],
        [1, '#35406d'],
      ]),
    ),
  );
  s.add(s.ripples(130, 380, 470, '#ffe2b0', { centre: 770, spread: 620, opacity: 0.8 }));
  s.add(s.ripples(70, 385, 470, '#2a3360', { spread: 1400, opacity: 0.6 }));
  // headland and lighthouse
  s.add(path('M0 380L0 336Q70 320 150 338Q240 350 312 378Z', '#2b2b52'));
  s.add(
    poly(
      [
        [178, 352],
        [186, 236],
        [206, 236],
        [214, 352],
      ],
      '#e9dcd0',
    ),
    poly(
      [
        [183.5, 268],
        [208.5, 268],
        [210, 290],
        [182, 290],
      ],
      '#b04a4a',
    ),
    poly(
      [
        [181, 308],
        [211, 308],
        [212.5, 330],
        [179.5, 330],
      ],
      '#b04a4a',
    ),
  );
  s.add(
    rect(181, 228, 30, 9, '#2b2b52'),
    rect(187, 210, 18, 18, '#ffe9b0'),
    poly(
      [
        [183, 211],
        [196, 196],
        [209, 211],
      ],
      '#2b2b52',
    ),
  );
  s.add(
    s.glow(196, 219, 90, '#fff0c0', 0.9),
    poly(
      [
        [196, 214],
        [690, 120],
        [690, 196],
        [196, 224],
      ],
      s.linear(
        [
          [0, '#fff3cc', 0.5],
          [1, '#fff3cc', 0],
        ],
        [0, 0, 1, 0],
      ),
    ),
  );
  // the basin
  s.add(
    rect(
      0,
      596,
      W,
      204,
      s.linear([
        [0, '#4b4f7c'],
        [1, '#171e42'],
      ]),
    ),
  );
  // the two leaves, curved towards the sea
  const leaf = (dir) => {
    const x = (v) => 600 + dir * v;
    const face = `M${x(0)} 438Q${x(190)} 452 ${x(372)} 486L${x(372)} 604Q${x(190)} 612 ${x(0)} 616Z`;
    const fill =
      dir < 0
        ? s.linear(
            [
              [0, '#6d7898'],
              [1, '#39436b'],
            ],
            [0, 0, 1, 0.5],
          )
        : s.linear(
            [
              [0, '#8d8fa6'],
              [1, '#4a5078'],
            ],
            [0, 0, 1, 0.5],
          );
    return [
      path(face, fill),
      many(10, (i) => {
        const d = 18 + i * 37;
        const top = 438 + (d / 372) ** 1.4 * 48;
        return (
          line(x(d), top + 3, x(d), 616 - (d / 372) * 12, '#232b52', 3, 'opacity=".75"') +
          line(x(d + 3), top + 3, x(d + 3), 615 - (d / 372) * 12, '#b9b6c6', 1.2, 'opacity=".5"')
        );
      }),
      ...[0.3, 0.56, 0.82].map((f) =>
        path(
          `M${x(0)} ${438 + 178 * f}Q${x(190)} ${452 + 160 * f} ${x(372)} ${486 + 118 * f}`,
          'none',
          'stroke="#20284f" stroke-width="4" opacity=".6"',
        ),
      ),
      path(`M${x(0)} 438Q${x(190)} 452 ${x(372)} 486`, 'none', 'stroke="#f3d9b8" stroke-width="5"'),
      path(`M${x(0)} 416Q${x(190)} 430 ${x(372)} 464`, 'none', 'stroke="#2a3057" stroke-width="2.5"'),
      many(14, (_, t) => line(x(t * 372), 416 + t ** 1.4 * 48, x(t * 372), 440 + t ** 1.4 * 48, '#2a3057', 2)),
      many(5, (i) => {
        const d = 30 + i * 80;
        const y = 412 + (d / 372) ** 1.4 * 48;
        return s.glow(x(d), y, 26, '#ffe6a8', 0.9) + circle(x(d), y, 3.4, '#fff6da');
      }),
    ];
  };
  s.add(leaf(-1), leaf(1), rect(596, 430, 8, 188, '#1b2247'));
  // quays
  s.add(path('M0 470L236 470L252 640L0 700Z', '#1d2348'), path('M0 470L236 470L240 484L0 486Z', '#514f7d'));
  s.add(path('M1200 470L964 470L948 640L1200 700Z', '#1d2348'), path('M1200 470L964 470L960 484L1200 486Z', '#6b5c83'));
  // courses of stone, a ladder and bollards
  s.add(
    many(
      8,
      (i) =>
        line(0, 512 + i * 25, 237 + i * 2, 510 + i * 18, '#3a3f6d', 2, 'opacity=".8"') +
        line(W, 512 + i * 25, 963 - i * 2, 510 + i * 18, '#3a3f6d', 2, 'opacity=".8"'),
    ),
  );
  s.add(
    many(30, (i) => {
      const row = i % 8;
      const x = ((i * 53 + row * 31) % 210) + 10;
      const y = 512 + row * 25 - (x / 237) * (2 + row * 7);
      return (
        line(x, y, x + 1, y + 22 - row, '#3a3f6d', 2, 'opacity=".7"') +
        line(W - x, y, W - x - 1, y + 22 - row, '#3a3f6d', 2, 'opacity=".7"')
      );
    }),
  );
  s.add(
    [
      [206, 468],
      [988, 468],
    ].map(([x, y]) =>
      path(`M${x - 7} ${y + 4}L${x - 6} ${y - 10}Q${x} ${y - 16} ${x + 6} ${y - 10}L${x + 7} ${y + 4}Z`, '#151a3c'),
    ),
    line(1010, 486, 1006, 660, '#7d78a6', 2.5),
    line(1026, 486, 1022, 664, '#7d78a6', 2.5),
    many(8, (i) => line(1009 - i * 0.5, 500 + i * 20, 1025 - i * 0.5, 500 + i * 20, '#7d78a6', 2.5)),
  );
  // control house, and the old town on the other side
  s.add(
    rect(24, 396, 112, 76, '#2f3462'),
    rect(36, 354, 78, 44, '#272b55'),
    rect(42, 362, 66, 22, '#ffdf94'),
    [58, 76, 92].map((x) => rect(x, 362, 2.5, 22, '#272b55')),
    s.glow(76, 373, 90, '#ffdf94', 0.5),
    many(4, (i) => rect(34 + i * 25, 416, 12, 18, i % 2 ? '#ffdf94' : '#4a4f80')),
  );
  for (const [x, w, h, roof] of [
    [985, 56, 74, 24],
    [1041, 48, 102, 26],
    [1089, 60, 84, 30],
    [1149, 60, 112, 28],
  ]) {
    s.add(
      rect(x, 470 - h, w, h, s.pick(['#3a3768', '#48406f', '#332f5e'])),
      poly(
        [
          [x - 3, 470 - h],
          [x + w / 2, 470 - h - roof],
          [x + w + 3, 470 - h],
        ],
        '#242650',
      ),
    );
    s.add(
      many(2, (i) =>
        many(h > 80 ? 3 : 2, (j) =>
          rect(x + 10 + i * (w / 2 - 4), 470 - h + 12 + j * 26, 9, 13, s.rng() < 0.55 ? '#ffd98b' : '#55508a'),
        ),
      ),
    );
  }
  s.add(
    s.ripples(90, 606, 790, '#8f88b0', { opacity: 0.4 }),
    s.ripples(46, 606, 760, '#ffdca0', { centre: 600, spread: 420, opacity: 0.6 }),
    s.ripples(26, 620, 780, '#ffdca0', { centre: 140, spread: 150, opacity: 0.6 }),
  );
  // one small boat, and the ducks
  s.add(
    path('M360 690Q420 712 492 688L480 712Q420 726 374 712Z', '#11173a'),
    line(424, 698, 424, 620, '#11173a', 3),
    poly(
      [
        [427, 624],
        [427, 686],
        [470, 686],
      ],
      '#e8d6c4',
    ),
  );
  s.add(
    [
      [720, 690],
      [748, 698],
      [770, 692],
    ].map(([x, y]) =>
      path(
        `M${x - 9} ${y}Q${x} ${y + 8} ${x + 9} ${y}L${x + 13} ${y - 5}Q${x + 8} ${y - 12} ${x + 5} ${y - 4}Q${x - 2} ${y - 6} ${x - 9} ${y}Z`,
        '#11173a',
      ),
    ),
  );
  return s.svg();
}
