import { circle, many, path, rect, Scene, W } from '../draw.mjs';

export function draw() {
  const s = new Scene(117);
  s.add(s.sky([0, '#b9c4c4'], [0.4, '#dfe2d8'], [1, '#e8e6d6']), s.clouds(9, 60, 300, '#ffffff', 0.6, 24));
  ['#c2cac3', '#a9b6ac', '#8c9f90', '#6f8873', '#566f57'].forEach((tone, i) => {
    s.add(
      s.hills(330 + i * 72, 46 - i * 3, { fill: tone }),
      rect(-40, 372 + i * 72, W + 80, 46, '#f0efe4', `opacity="${0.72 - i * 0.13}" filter="${s.blur(26)}"`),
    );
  });
  s.add(
    s.hills(700, 34, {
      fill: s.linear([
        [0, '#7b6a3e'],
        [1, '#3f4528'],
      ]),
    }),
  );
  s.add(
    path(
      'M700 800Q640 740 720 700Q800 664 742 640Q700 620 730 600L742 600Q720 620 766 640Q830 668 756 706Q700 742 790 800Z',
      '#d9cba3',
      'opacity=".9"',
    ),
  );
  // a wall, tufts, a runner with a dog
  s.add(
    path(
      'M0 716Q200 690 420 716Q560 732 660 706',
      'none',
      'stroke="#6a6a5c" stroke-width="15" stroke-dasharray="19 3"',
    ),
    path('M0 709Q200 683 420 709Q560 725 660 699', 'none', 'stroke="#8f8f7e" stroke-width="5" stroke-dasharray="15 6"'),
  );
  s.add(
    many(260, () => {
      const x = s.between(0, W);
      const y = s.between(712, 805);
      const c = s.pick(['#8f7b45', '#5c5a2f', '#a5925a', '#74506a', '#4b5230']);
      return path(
        `M${x} ${y}q${s.between(-6, 6)} ${-s.between(8, 14)} ${s.between(-10, 10)} ${-s.between(14, 30)}`,
        'none',
        `stroke="${c}" stroke-width="2.2"`,
      );
    }),
  );
  s.add(
    '<g transform="translate(744 590)">',
    circle(6, -62, 9, '#c98f68'),
    path('M-4 -52Q8 -56 14 -48L12 -24L-2 -22Z', '#c8452f'),
    path(
      'M0 -26L-16 -8L-30 -12M8 -26L20 -10L16 8',
      'none',
      'stroke="#2c3230" stroke-width="7" stroke-linecap="round" stroke-linejoin="round"',
    ),
    path(
      'M12 -46L26 -36L34 -46M-2 -46L-16 -38L-10 -28',
      'none',
      'stroke="#c8452f" stroke-width="6" stroke-linecap="round" stroke-linejoin="round"',
    ),
    path('M0 -68Q8 -78 15 -66Z', '#e9e4d0'),
    path(
      'M-92 -18Q-86 -14 -80 -13Q-66 -17 -50 -14L-42 -20Q-36 -26 -28 -21L-20 -18Q-20 -13 -28 -12L-34 -8Q-38 2 -46 2Q-62 4 -76 -1Q-84 -6 -92 -18Z',
      '#24241f',
    ),
    path(
      'M-76 -4L-88 10M-70 -2L-66 13M-50 0L-56 13M-44 -2L-32 9',
      'none',
      'stroke="#24241f" stroke-width="4.5" stroke-linecap="round"',
    ),
    path('M-36 -22L-40 -30L-31 -24Z', '#24241f'),
    path('M-50 -14Q-44 -8 -40 -4Q-46 0 -52 -2Z', '#f1ead6'),
    '</g>',
  );
  return s.svg({ vignette: 0.24, grain: 0.14 });
}
