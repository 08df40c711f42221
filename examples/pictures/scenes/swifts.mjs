import { circle, many, path, poly, rect, Scene, tree, W } from '../draw.mjs';

export function draw() {
  const s = new Scene(305);
  s.add(s.sky([0, '#27396b'], [0.35, '#6a5f93'], [0.6, '#d98a86'], [0.78, '#fbc795'], [1, '#fde3b4']));
  s.add(s.clouds(7, 120, 330, '#4a4a80', 0.4, 16), s.clouds(5, 380, 520, '#fbd3a4', 0.6, 12));
  s.add(s.glow(250, 600, 360, '#fff0c4', 0.9), circle(960, 150, 30, '#fdf3d8'), s.glow(960, 150, 110, '#fdf3d8', 0.5));
  s.add(s.ridge(640, 34, { fill: '#8f6a88', steps: 6 }), s.hills(690, 18, { fill: '#5f4f74' }));
  // the town, and the tower of St Brannoc's
  for (let x = -20; x < W; x += 62) {
    const h = s.between(36, 96);
    s.add(rect(x, 740 - h, 66, h + 60, s.pick(['#3b3560', '#443c68', '#332e56'])));
    s.add(
      poly(
        [
          [x - 4, 740 - h],
          [x + 33, 740 - h - s.between(22, 40)],
          [x + 70, 740 - h],
        ],
        '#262349',
      ),
    );
    s.add(many(2, (i) => rect(x + 14 + i * 26, 740 - h + 16, 10, 15, s.rng() < 0.5 ? '#ffd98b' : '#4f4878')));
  }
  const stone = s.linear(
    [
      [0, '#e8b48c'],
      [0.35, '#8f6f86'],
      [1, '#2f2a50'],
    ],
    [0, 0, 1, 0],
  );
  s.add(rect(690, 330, 150, 480, stone), rect(678, 322, 174, 16, '#c79a86'), rect(684, 520, 162, 10, '#a07f84'));
  s.add(
    many(5, (i) => rect(680 + i * 37, 300, 22, 26, '#b98d84')),
    poly(
      [
        [706, 302],
        [765, 120],
        [824, 302],
      ],
      '#3a3563',
    ),
    poly(
      [
        [765, 120],
        [824, 302],
        [780, 302],
      ],
      '#2a2650',
    ),
  );
  s.add(rect(763, 86, 4, 40, '#1f1c40'), rect(752, 98, 26, 4, '#1f1c40'));
  for (const x of [714, 772])
    s.add(
      path(`M${x} 470L${x} 400Q${x} 372 ${x + 22} 364Q${x + 44} 372 ${x + 44} 400L${x + 44} 470Z`, '#241f45'),
      many(6, (i) => rect(x + 3, 396 + i * 13, 38, 4, '#5d4f76')),
    );
  s.add(
    circle(765, 566, 30, '#f6e7c6'),
    circle(765, 566, 30, 'none', 'stroke="#3a3563" stroke-width="4"'),
    path('M765 566L765 546M765 566L780 572', 'none', 'stroke="#241f45" stroke-width="4" stroke-linecap="round"'),
  );
  s.add(
    rect(840, 610, 260, 200, '#3d3763'),
    poly(
      [
        [836, 614],
        [860, 540],
        [1080, 540],
        [1112, 614],
      ],
      '#262349',
    ),
    many(4, (i) =>
      path(
        `M${868 + i * 60} 720L${868 + i * 60} 664Q${884 + i * 60} 640 ${900 + i * 60} 664L${900 + i * 60} 720Z`,
        '#ffd98b',
        'opacity=".85"',
      ),
    ),
  );
  for (const x of [70, 180, 520, 610, 1150])
    s.add(tree(s, x, 800, s.between(120, 170), '#1c1a38', ['#26304a', '#2f3a56', '#222a44']));
  // swifts: sickles, on the wing round the tower and up into the light
  s.add(
    many(38, (_, t) => {
      const angle = t * 9.2 + s.between(-0.3, 0.3);
      const reach = 70 + t * 420;
      const x = 700 + Math.cos(angle) * reach * 1.15 - t * 130 + s.between(-34, 34);
      const y = 330 - t * 70 + Math.sin(angle) * reach * 0.42 + s.between(-26, 26);
      const size = s.between(9, 15) + t * 13;
      const turn = (angle * 180) / Math.PI + 90 + s.between(-20, 20);
      return `<g transform="translate(${x.toFixed(1)} ${y.toFixed(1)}) rotate(${turn.toFixed(0)}) scale(${(size / 20).toFixed(2)})">${path('M0 -9Q5 -3 30 7Q10 1 3 5L4 17L0 12L-4 17L-3 5Q-10 1 -30 7Q-5 -3 0 -9Z', '#191838')}</g>`;
    }),
  );
  return s.svg({ vignette: 0.3 });
}
