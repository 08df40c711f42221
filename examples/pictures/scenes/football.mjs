import { circle, ellipse, many, path, poly, rect, Scene, W } from '../draw.mjs';

export function draw() {
  const s = new Scene(227);
  s.add(s.sky([0, '#0d1838'], [0.4, '#203264'], [1, '#203264']), s.stars(60, 0, 150));
  s.add(
    poly(
      [
        [0, 270],
        [1200, 230],
        [1200, 400],
        [0, 400],
      ],
      '#161c3a',
    ),
    poly(
      [
        [0, 244],
        [1200, 204],
        [1200, 232],
        [0, 272],
      ],
      '#2b3563',
    ),
  );
  s.add(
    many(1500, () => {
      const x = s.between(0, W);
      const y = s.between(284, 398) - x * 0.03;
      return circle(
        x,
        y,
        s.between(1.6, 3.2),
        s.pick(['#c8d3ee', '#e4572e', '#f2c14e', '#7d8bc0', '#fff', '#a8324a']),
        `opacity="${s.between(0.35, 0.9).toFixed(2)}"`,
      );
    }),
  );
  // the pitch, mown in stripes
  const at = (u, v) => {
    const y = 388 + v * v * 0.42 * 800 + v * 60;
    const half = 430 + v * 520;
    return [600 + (u - 0.5) * 2 * half, y];
  };
  for (let i = 0; i < 12; i++)
    s.add(
      poly([at(i / 12, 0), at((i + 1) / 12, 0), at((i + 1) / 12, 1), at(i / 12, 1)], i % 2 ? '#2f8a4a' : '#3da058'),
    );
  s.add(
    poly([at(-0.3, 0), at(0, 0), at(0, 1), at(-0.6, 1)], '#27713d'),
    poly([at(1.3, 0), at(1, 0), at(1, 1), at(1.6, 1)], '#27713d'),
  );
  const chalk = 'stroke="#f4fff4" stroke-width="4" stroke-linejoin="round" opacity=".9"';
  const pts = (list) =>
    `M${list
      .map(([u, v]) =>
        at(u, v)
          .map((n) => n.toFixed(1))
          .join(' '),
      )
      .join('L')}`;
  s.add(
    path(
      `${pts([
        [0.03, 0.03],
        [0.97, 0.03],
        [0.97, 0.92],
        [0.03, 0.92],
      ])}Z`,
      'none',
      chalk,
    ),
    path(
      pts([
        [0.5, 0.03],
        [0.5, 0.92],
      ]),
      'none',
      chalk,
    ),
    path(
      `${pts(Array.from({ length: 41 }, (_, i) => [0.5 + Math.cos((i / 40) * 6.2832) * 0.09, 0.46 + Math.sin((i / 40) * 6.2832) * 0.15]))}Z`,
      'none',
      chalk,
    ),
    path(
      pts([
        [0.03, 0.2],
        [0.18, 0.2],
        [0.18, 0.72],
        [0.03, 0.72],
      ]),
      'none',
      chalk,
    ),
    path(
      pts([
        [0.97, 0.2],
        [0.82, 0.2],
        [0.82, 0.72],
        [0.97, 0.72],
      ]),
      'none',
      chalk,
    ),
  );
  s.add(s.glow(600, 520, 560, '#eaffea', 0.32));
  const player = (u, v, shirt, shorts) => {
    const [x, y] = at(u, v);
    const k = 0.75 + v * 0.95;
    const d = `translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${k.toFixed(2)})`;
    return `<g transform="${d}">${[
      [46, 8],
      [-40, 10],
    ]
      .map(([dx, dy]) =>
        path(`M-5 0Q${dx * 0.6} ${dy * 0.4} ${dx} ${dy}Q${dx * 0.5} ${dy + 4} 5 2Z`, '#0d3a22', 'opacity=".42"'),
      )
      .join(
        '',
      )}${path('M-6 0L-3 -15L3 -15L7 0M-3 -15L-9 -4', 'none', 'stroke="#e0b08a" stroke-width="4" stroke-linecap="round"')}${rect(-7, -22, 14, 9, shorts, 'rx="2"')}${path('M-9 -38Q0 -42 9 -38L7 -20L-7 -20Z', shirt)}${path('M-8 -36L-15 -26M8 -36L15 -27', 'none', `stroke="${shirt}" stroke-width="5" stroke-linecap="round"`)}${circle(0, -46, 6, '#7d5236')}</g>`;
  };
  for (const [u, v] of [
    [0.08, 0.45],
    [0.24, 0.2],
    [0.27, 0.66],
    [0.4, 0.36],
    [0.44, 0.7],
    [0.53, 0.2],
    [0.6, 0.5],
    [0.7, 0.76],
  ])
    s.add(player(u, v, '#e4572e', '#fff'));
  for (const [u, v] of [
    [0.92, 0.44],
    [0.76, 0.24],
    [0.74, 0.58],
    [0.63, 0.36],
    [0.55, 0.62],
    [0.46, 0.14],
    [0.34, 0.5],
  ])
    s.add(player(u, v, '#f4f4ff', '#24407e'));
  const [bx, by] = at(0.62, 0.68);
  s.add(circle(bx, by - 8, 6, '#fff'), ellipse(bx + 12, by, 9, 3, '#0d3a22', 'opacity=".4"'));
  for (const [x, y] of [
    [90, 120],
    [400, 96],
    [800, 84],
    [1110, 96],
  ])
    s.add(
      rect(x - 5, y, 10, 170, '#39457a'),
      rect(x - 48, y - 42, 96, 48, '#39457a', 'rx="4"'),
      many(12, (i) => circle(x - 37 + (i % 4) * 24.6, y - 32 + Math.floor(i / 4) * 15, 6.4, '#fffbe6')),
      s.glow(x, y - 18, 190, '#fdf6d0', 0.75),
    );
  return s.svg({ vignette: 0.34 });
}
