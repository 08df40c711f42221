import { circle, line, many, path, poly, rect, Scene, W } from '../draw.mjs';

export function draw() {
  const s = new Scene(95);
  s.add(s.sky([0, '#d9583b'], [0.3, '#f08a4b'], [0.55, '#fbc374'], [0.7, '#fde0a5'], [1, '#fde0a5']));
  s.add(
    s.glow(300, 470, 380, '#fff0c0', 1),
    circle(300, 476, 60, '#fff3cf'),
    s.clouds(7, 90, 330, '#c5433a', 0.35, 16),
    s.clouds(5, 300, 430, '#fff0c4', 0.5, 10),
  );
  s.add(
    s.ridge(560, 20, { fill: '#c98a5e', floor: 620, steps: 5 }),
    rect(
      0,
      600,
      W,
      200,
      s.linear([
        [0, '#e7a768'],
        [1, '#7b3f45'],
      ]),
    ),
  );
  const crane = (x, y, h, jib, tone) => [
    rect(x - 9, y - h, 18, h, tone),
    many(Math.floor(h / 34), (i) =>
      path(
        `M${x - 9} ${y - i * 34}L${x + 9} ${y - (i + 1) * 34}M${x + 9} ${y - i * 34}L${x - 9} ${y - (i + 1) * 34}`,
        'none',
        'stroke="#fbc987" stroke-width="2" opacity=".55"',
      ),
    ),
    poly(
      [
        [x - 26, y - h],
        [x + 26, y - h],
        [x + 16, y - h - 34],
        [x - 16, y - h - 34],
      ],
      tone,
    ),
    path(
      `M${x} ${y - h - 24}L${x + jib} ${y - h - Math.abs(jib) * 0.62}L${x + jib + (jib > 0 ? -8 : 8)} ${y - h - Math.abs(jib) * 0.62 - 6}L${x - (jib > 0 ? 10 : -10)} ${y - h - 36}Z`,
      tone,
    ),
    line(x, y - h - 30, x - jib * 0.3, y - h - 70, tone, 5),
    line(x - jib * 0.3, y - h - 70, x + jib, y - h - Math.abs(jib) * 0.62, tone, 2.5),
    line(x + jib, y - h - Math.abs(jib) * 0.62, x + jib, y - h - Math.abs(jib) * 0.62 + 120, tone, 2),
    rect(x + jib - 7, y - h - Math.abs(jib) * 0.62 + 118, 14, 12, tone),
    poly(
      [
        [x - 40, y],
        [x - 14, y - 60],
        [x + 14, y - 60],
        [x + 40, y],
      ],
      tone,
    ),
  ];
  s.add(crane(150, 640, 250, 150, '#8a3a35'), crane(1090, 640, 270, -190, '#7a3233'));
  // the hull on its slip
  s.add(
    path(
      'M330 620Q420 560 430 470L960 470Q1010 560 960 640L380 650Z',
      s.linear([
        [0, '#3d5a73'],
        [0.62, '#2c4258'],
        [0.63, '#a33a32'],
        [1, '#7a2a2a'],
      ]),
    ),
    path('M430 470L960 470Q972 492 976 512L428 512Q430 490 430 470Z', '#f4efe4'),
  );
  s.add(
    rect(520, 408, 340, 64, '#fbf6ea'),
    rect(560, 362, 220, 48, '#f3ead8'),
    rect(500, 402, 380, 10, '#3d5a73'),
    rect(546, 356, 250, 9, '#3d5a73'),
    many(10, (i) => rect(534 + i * 32, 426, 20, 22, '#5d879c', 'rx="3"')),
    many(6, (i) => rect(574 + i * 34, 376, 22, 20, '#5d879c', 'rx="3"')),
    many(13, (i) => circle(460 + i * 38, 492, 6, '#5d879c')),
  );
  s.add(
    many(9, (i) => line(400 + i * 68, 640, 388 + i * 72, 706, '#4a2530', 9)),
    poly(
      [
        [250, 706],
        [1060, 690],
        [1120, 730],
        [190, 750],
      ],
      '#5a2d34',
    ),
    many(8, (i) => line(370 + i * 84, 480, 370 + i * 84, 690, '#5a3434', 4)),
    [540, 600, 660].map((y) => line(350, y, 980, y, '#5a3434', 3, 'opacity=".6"')),
  );
  s.add(crane(330, 720, 330, 210, '#5d2730'));
  s.add(
    s.ripples(110, 730, 798, '#ffd79a', { spread: 1500, opacity: 0.6 }),
    rect(0, 748, W, 52, '#4a2434', 'opacity=".55"'),
  );
  s.add(
    many(9, (i) => {
      const x = 470 + i * 54 + s.between(-10, 10);
      return rect(x - 4, 676, 8, 18, '#2c1820', 'rx="3"') + circle(x, 672, 5, '#f0c14b');
    }),
  );
  s.add(
    s.glow(880, 600, 60, '#fff6d8', 1),
    many(16, () => {
      const a = s.between(0.2, 2.9);
      const d = s.between(10, 46);
      return line(880, 600, 880 + Math.cos(a) * d, 600 + Math.sin(a) * d, '#fff3c0', 1.6);
    }),
    s.birds(6, 760, 180, 16, '#6d2b30'),
  );
  return s.svg();
}
