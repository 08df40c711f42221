import { circle, line, many, path, poly, rect, Scene, W } from '../draw.mjs';

export function draw() {
  const s = new Scene(238);
  s.add(s.sky([0, '#f6d79c'], [0.5, '#f9e7c4'], [1, '#f9e7c4']));
  for (const [x, y, w, tone] of [
    [0, 120, 210, '#d98e6a'],
    [210, 70, 190, '#e8b27a'],
    [400, 150, 170, '#c97b63'],
    [570, 60, 230, '#e4a56f'],
    [800, 130, 180, '#d4866a'],
    [980, 84, 220, '#e6b585'],
  ])
    s.add(
      rect(x, y, w, 500, tone),
      rect(x, y, w, 10, '#b0644e'),
      many(6, (i) => {
        const wx = x + 22 + (i % 3) * ((w - 40) / 3 + 4);
        const wy = y + 40 + Math.floor(i / 3) * 96;
        return (
          rect(wx, wy, 32, 54, '#5d7f86', 'rx="2"') +
          rect(wx - 11, wy, 10, 54, '#3f6b5c') +
          rect(wx + 33, wy, 10, 54, '#3f6b5c')
        );
      }),
    );
  s.add(
    path('M0 150Q300 214 600 150Q900 214 1200 140', 'none', 'stroke="#7a4a3a" stroke-width="2"'),
    many(24, (i) => {
      const x = 25 + i * 50;
      const y = 152 + Math.abs(Math.sin((i / 12) * Math.PI)) * 30;
      return poly(
        [
          [x - 13, y],
          [x + 13, y],
          [x, y + 26],
        ],
        ['#e4572e', '#2a9d8f', '#f2c14e', '#7b4b94'][i % 4],
      );
    }),
  );
  s.add(
    rect(
      0,
      540,
      W,
      220,
      s.linear([
        [0, '#b98a63'],
        [1, '#a87850'],
      ]),
    ),
  );
  // three stalls
  const stall = (x, y, w, colours) => {
    const n = 8;
    const step = w / n;
    const awning = many(n, (i) =>
      path(
        `M${x + i * step + 26} ${y - 96}L${x + (i + 1) * step + 26 * (1 - (2 * (i + 1)) / n)} ${y - 96}L${x + (i + 1) * step} ${y}A${step / 2} 18 0 0 1 ${x + i * step} ${y}L${x + i * step + 26 * (1 - (2 * i) / n)} ${y - 96}Z`,
        colours[i % 2],
      ),
    );
    return [
      rect(x + 12, y, 9, 330, '#6b4331'),
      rect(x + w - 21, y, 9, 330, '#6b4331'),
      rect(x + 10, y, w - 20, 170, '#4a2c2a', 'opacity=".55"'),
      rect(x - 4, y - 6, w + 8, 34, '#3b2020', `opacity=".25" filter="${s.blur(8)}"`),
      awning,
      path(`M${x} ${y}L${x + w} ${y}`, 'none', 'stroke="#7a3a2a" stroke-width="2" opacity=".5"'),
    ];
  };
  const heap = (x, y, rows, r, tones) =>
    many(rows, (row) =>
      many(rows - row + 2, (i) => {
        const cx = x + (i - (rows - row + 1) / 2) * r * 1.8;
        const cy = y - row * r * 1.5;
        const tone = s.pick(tones);
        return circle(cx, cy, r, tone) + circle(cx - r * 0.3, cy - r * 0.35, r * 0.28, '#fff', 'opacity=".5"');
      }),
    );
  const cone = (x, y, w, h, tone, dark) =>
    path(
      `M${x - w} ${y}Q${x - w * 0.3} ${y - h * 0.7} ${x} ${y - h}Q${x + w * 0.3} ${y - h * 0.7} ${x + w} ${y}Z`,
      tone,
    ) +
    path(
      `M${x} ${y - h}Q${x + w * 0.3} ${y - h * 0.7} ${x + w} ${y}L${x + w * 0.2} ${y}Q${x + w * 0.15} ${y - h * 0.5} ${x} ${y - h}Z`,
      dark,
      'opacity=".5"',
    );
  const seller = (x, y, dress, scarf, skin) =>
    path(`M${x - 44} ${y}Q${x - 42} ${y - 92} ${x} ${y - 98}Q${x + 42} ${y - 92} ${x + 44} ${y}Z`, dress) +
    circle(x, y - 116, 24, skin) +
    path(
      `M${x - 27} ${y - 116}Q${x - 24} ${y - 152} ${x} ${y - 150}Q${x + 24} ${y - 152} ${x + 27} ${y - 116}Q${x} ${y - 136} ${x - 27} ${y - 116}Z`,
      scarf,
    );
  const scale = (x, y) =>
    rect(x - 20, y - 46, 40, 46, '#3a5a66', 'rx="6"') +
    circle(x, y - 26, 14, '#fbf7ea') +
    line(x, y - 26, x + 8, y - 33, '#b23a48', 3) +
    path(`M${x - 32} ${y - 62}Q${x} ${y - 44} ${x + 32} ${y - 62}Z`, '#c9ced0') +
    rect(x - 3, y - 54, 6, 10, '#3a5a66');
  s.add(
    stall(30, 390, 350, ['#e4572e', '#fbf3e0']),
    stall(425, 366, 350, ['#2a9d8f', '#fbf3e0']),
    stall(820, 392, 350, ['#f2b134', '#fbf3e0']),
  );
  s.add(
    seller(205, 600, '#3d5a80', '#f2b134', '#7d5236'),
    seller(600, 590, '#b23a48', '#2a9d8f', '#5d3a26'),
    seller(990, 600, '#7b4b94', '#e4572e', '#8a5a3c'),
  );
  for (const [x, w] of [
    [16, 378],
    [411, 378],
    [806, 378],
  ])
    s.add(
      rect(
        x,
        606,
        w,
        150,
        s.linear([
          [0, '#a8703f'],
          [1, '#6b4026'],
        ]),
      ),
      rect(x - 4, 598, w + 8, 14, '#d9a464'),
      many(5, (i) => line(x + 30 + i * 78, 616, x + 30 + i * 78, 752, '#57341f', 2, 'opacity=".6"')),
    );
  s.add(
    heap(80, 584, 3, 17, ['#e4572e', '#d1432a', '#ee6c4d']),
    scale(166, 600),
    heap(286, 584, 3, 17, ['#f2a134', '#f5b74e', '#e88f1c']),
  );
  s.add(
    cone(470, 600, 52, 78, '#d9822b', '#a85a16'),
    cone(568, 600, 46, 66, '#b23a48', '#7d2030'),
    cone(722, 600, 50, 76, '#e9c46a', '#b8943c'),
    scale(646, 600),
  );
  s.add(
    heap(872, 586, 3, 15, ['#5f8f3e', '#7aa64f', '#4a7a34']),
    scale(958, 600),
    heap(1096, 584, 3, 18, ['#6a3d7d', '#7d4f90', '#57306a']),
  );
  s.add(
    rect(
      0,
      752,
      W,
      48,
      s.linear([
        [0, '#c99b6a'],
        [1, '#8f6544'],
      ]),
    ),
  );
  s.add(
    [
      [200, 770, '#2a9d8f', 0.9],
      [520, 784, '#f2b134', 1],
      [880, 776, '#3d5a80', 0.95],
    ].map(
      ([x, y, tone, k]) =>
        `<g transform="translate(${x} ${y}) scale(${k})">${path('M-50 60Q-48 -70 0 -78Q48 -70 50 60Z', tone)}${circle(0, -100, 26, '#5d3a26')}${path('M-28 -100Q-26 -136 0 -134Q26 -136 28 -100Q0 -112 -28 -100Z', ['#e4572e', '#7b4b94', '#b23a48'][x % 3])}</g>`,
    ),
  );
  return s.svg({ vignette: 0.24 });
}
