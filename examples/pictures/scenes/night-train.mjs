import { circle, fir, group, H, many, path, poly, rect, Scene, W } from '../draw.mjs';

export function draw() {
  const s = new Scene(22);
  s.add(s.sky([0, '#0b1230'], [0.5, '#223a72'], [0.8, '#5773a8'], [1, '#8aa0c4']));
  s.add(
    s.stars(190, 0, 380),
    s.glow(930, 150, 210, '#e8eeff', 0.7),
    circle(930, 150, 44, '#f7f5e6'),
    circle(918, 142, 8, '#e3e0cf'),
    circle(944, 164, 11, '#e6e3d3'),
  );
  s.add(s.ridge(330, 130, { fill: '#3d5690', rough: 0.5 }), s.ridge(380, 110, { fill: '#2c4279', rough: 0.5 }));
  // snow peaks, lit from the moon's side
  const peak = (x, top, half, light, dark) => {
    const base = 680;
    const edge = (dir) =>
      Array.from({ length: 9 }, (_, i) => {
        const t = (i + 1) / 9;
        return [x + dir * half * t ** 1.08 + s.between(-9, 9), top + (base - top) * t + s.between(-10, 10)];
      });
    const left = edge(-1);
    const right = edge(1);
    const fold = Array.from({ length: 8 }, (_, i) => {
      const t = (i + 1) / 8;
      return [x - half * 0.16 * t + (i % 2 ? 22 : -26) * (0.4 + t), top + (base - top) * t];
    });
    return [
      poly([[x, top], ...right, ...left.toReversed()], light),
      poly([[x, top], ...fold, ...left.toReversed()], dark),
      many(7, (i) => {
        const [fx, fy] = fold[i % 7];
        return path(
          `M${fx} ${fy}L${fx + s.between(26, 60)} ${fy + s.between(40, 80)}L${fx + s.between(0, 16)} ${fy + s.between(28, 52)}Z`,
          dark,
          'opacity=".8"',
        );
      }),
    ];
  };
  s.add(
    peak(600, 268, 330, '#8fa5d2', '#6a82b8'),
    peak(330, 158, 330, '#cfdaef', '#7d93c4'),
    peak(70, 262, 300, '#b9c8e4', '#6f86ba'),
    peak(1040, 214, 360, '#d6e0f3', '#8298c8'),
  );
  s.add(s.hills(560, 30, { fill: '#93a7d0' }));
  // the viaduct, lit from the left
  const deck = 470;
  s.add(rect(0, deck, W, 26, '#3a3550'), rect(0, deck, W, 6, '#e8eefb'));
  for (let i = -1; i < 9; i++) {
    const x = 40 + i * 150;
    s.add(
      path(
        `M${x} ${deck + 24}L${x + 150} ${deck + 24}L${x + 150} 800L${x + 128} 800L${x + 128} ${deck + 118}A53 62 0 0 0 ${x + 22} ${deck + 118}L${x + 22} 800L${x} 800Z`,
        s.linear([
          [0, '#544c68'],
          [1, '#2a2740'],
        ]),
      ),
    );
    s.add(
      path(
        `M${x + 22} ${deck + 118}A53 62 0 0 1 ${x + 128} ${deck + 118}`,
        'none',
        'stroke="#857a94" stroke-width="5"',
      ),
    );
  }
  // the train: an engine and five cars
  const car = (x, w) =>
    group([
      rect(x, deck - 62, w, 54, '#1f4a40', 'rx="7"'),
      rect(x, deck - 62, w, 12, '#e9eefa', 'rx="6"'),
      rect(x, deck - 20, w, 5, '#c7a253'),
      many(Math.floor((w - 16) / 24), (i) =>
        rect(x + 12 + i * 24, deck - 45, 15, 19, s.rng() < 0.84 ? '#ffd985' : '#3d5a55', 'rx="2"'),
      ),
      circle(x + 24, deck - 6, 7, '#15172a'),
      circle(x + 44, deck - 6, 7, '#15172a'),
      circle(x + w - 44, deck - 6, 7, '#15172a'),
      circle(x + w - 24, deck - 6, 7, '#15172a'),
    ]);
  s.add(
    rect(
      90,
      deck - 60,
      900,
      70,
      s.linear([
        [0, '#ffd985', 0],
        [0.5, '#ffd985', 0.35],
        [1, '#ffd985', 0],
      ]),
      `filter="${s.blur(16)}"`,
    ),
  );
  for (let i = 0; i < 5; i++) s.add(car(86 + i * 166, 160));
  s.add(
    path(
      `M916 ${deck - 8}L916 ${deck - 62}Q916 ${deck - 66} 924 ${deck - 66}L1040 ${deck - 66}Q1082 ${deck - 60} 1096 ${deck - 8}Z`,
      '#173830',
    ),
    rect(1040, deck - 52, 26, 20, '#ffe6ad', 'rx="4"'),
    rect(916, deck - 22, 176, 5, '#c7a253'),
    rect(930, deck - 66, 104, 9, '#e9eefa', 'rx="4"'),
  );
  s.add(
    many(5, (i) => circle(944 + i * 30, deck - 6, 8, '#15172a')),
    circle(1088, deck - 22, 6, '#fff7d8'),
    s.glow(1092, deck - 22, 130, '#fff1c0', 0.9),
  );
  s.add(
    poly(
      [
        [1090, deck - 26],
        [1200, deck - 60],
        [1200, deck + 6],
        [1090, deck - 18],
      ],
      s.linear(
        [
          [0, '#fff1c0', 0.7],
          [1, '#fff1c0', 0],
        ],
        [0, 0, 1, 0],
      ),
    ),
  );
  // the near bank
  s.add(s.hills(716, 22, { fill: '#dfe7f6' }), s.hills(752, 18, { fill: '#c4d0ea' }));
  for (let i = 0; i < 26; i++) {
    const x = s.between(-20, W + 20);
    if (x > 300 && x < 860 && s.rng() < 0.7) continue;
    s.add(fir(x, s.between(730, 800), s.between(90, 230), s.pick(['#14213f', '#1b2b4f', '#0f1a35'])));
  }
  s.add(
    many(150, () =>
      circle(
        s.between(0, W),
        s.between(0, H),
        s.between(0.8, 2.6),
        '#fff',
        `opacity="${s.between(0.4, 0.95).toFixed(2)}"`,
      ),
    ),
  );
  return s.svg();
}
