import { circle, ellipse, group, line, many, path, poly, rect, Scene, W } from '../draw.mjs';

export function draw() {
  const s = new Scene(205);
  s.add(s.sky([0, '#12343f'], [1, '#1d5560']));
  // a window with evening light
  s.add(
    rect(
      120,
      70,
      960,
      440,
      s.linear([
        [0, '#f9d9a0'],
        [0.5, '#f3b58a'],
        [1, '#a8c9b8'],
      ]),
    ),
    group(
      s.glow(700, 300, 420, '#fff3cf', 0.8),
      `clip-path="${s.clip('<rect x="120" y="70" width="960" height="440"/>')}"`,
    ),
  );
  s.add(
    s.ridge(470, 40, { fill: '#7fa99a', left: 120, right: 1080, floor: 510, steps: 6 }),
    [360, 600, 840].map((x) => rect(x - 5, 70, 10, 440, '#12343f')),
    rect(120, 280, 960, 9, '#12343f'),
    rect(104, 56, 992, 16, '#0d2831'),
    rect(90, 506, 1020, 20, '#0d2831'),
  );
  // the bench
  s.add(
    rect(
      0,
      640,
      W,
      160,
      s.linear([
        [0, '#c98f5a'],
        [0.12, '#9a6238'],
        [1, '#5b3422'],
      ]),
    ),
    rect(0, 636, W, 8, '#f0c48c'),
  );
  const glass =
    'fill="#e9fbf6" fill-opacity=".2" stroke="#f4fffb" stroke-opacity=".85" stroke-width="3.5" stroke-linejoin="round"';
  const shine = (d) => path(d, 'none', 'stroke="#fff" stroke-width="5" stroke-linecap="round" opacity=".7"');
  const shadow = (x, w) => ellipse(x, 650, w, 10, '#2a1510', 'opacity=".4"');
  const bubbles = (x, y, w, h) =>
    many(9, () => circle(x + s.between(-w, w), y + s.between(-h, h), s.between(2, 5.5), '#fff', 'opacity=".5"'));
  // conical flask
  s.add(
    shadow(240, 110),
    path('M140 636L196 496L284 496L340 636Q342 642 334 642L146 642Q138 642 140 636Z', '#e4572e', 'opacity=".92"'),
    ellipse(240, 497, 44, 7, '#ff8a5c'),
    `<path d="M214 372L214 452L138 634Q136 644 146 644L334 644Q344 644 342 634L266 452L266 372" ${glass}/>`,
    rect(206, 364, 68, 10, '#f4fffb', 'rx="5" opacity=".8"'),
    shine('M168 612L206 518'),
    bubbles(240, 580, 50, 40),
  );
  // round flask on a ring
  s.add(
    shadow(470, 90),
    line(570, 644, 570, 330, '#20323a', 8),
    rect(520, 636, 100, 10, '#20323a', 'rx="3"'),
    line(570, 470, 470, 470, '#20323a', 6),
    path('M376 560A94 94 0 0 0 564 560Z', '#2aa198'),
    ellipse(470, 560, 94, 10, '#4cc9bd'),
    `<path d="M448 380L448 470A96 96 0 1 0 492 470L492 380" ${glass}/>`,
    rect(440, 372, 60, 10, '#f4fffb', 'rx="5" opacity=".8"'),
    shine('M396 530A80 80 0 0 1 424 494'),
    bubbles(470, 595, 56, 22),
  );
  // a beaker, a cylinder
  s.add(
    shadow(690, 74),
    path('M632 520L748 520L748 636L632 636Z', '#f2c14e', 'opacity=".92"'),
    ellipse(690, 520, 58, 8, '#ffe08a'),
    `<path d="M628 440L628 634Q628 644 638 644L742 644Q752 644 752 634L752 440M622 434Q628 440 628 446M758 434Q752 440 752 446" ${glass}/>`,
    many(5, (i) => line(640, 600 - i * 30, 662, 600 - i * 30, '#fff', 2.5, 'opacity=".8"')),
    shine('M738 460L738 560'),
  );
  s.add(
    shadow(840, 46),
    rect(816, 430, 48, 206, '#7d5ba6', 'opacity=".9"'),
    ellipse(840, 430, 24, 5, '#a98bd0'),
    `<path d="M812 330L812 640L868 640L868 330" ${glass}/>`,
    many(12, (i) => line(818, 620 - i * 22, i % 3 ? 828 : 838, 620 - i * 22, '#fff', 2, 'opacity=".8"')),
    rect(798, 638, 84, 10, '#dff5f0', 'rx="4" opacity=".8"'),
  );
  // tubes in a rack
  s.add(
    rect(928, 520, 216, 14, '#6b3f24'),
    rect(928, 622, 216, 20, '#6b3f24'),
    rect(932, 520, 10, 112, '#54301b'),
    rect(1130, 520, 10, 112, '#54301b'),
  );
  ['#e4572e', '#2aa198', '#f2c14e', '#d4688f', '#6aa84f'].forEach((c, i) => {
    const x = 962 + i * 37;
    const level = 540 + ((i * 37) % 46);
    s.add(
      path(`M${x - 11} ${level}L${x - 11} 606A11 11 0 0 0 ${x + 11} 606L${x + 11} ${level}Z`, c),
      `<path d="M${x - 12} 460L${x - 12} 606A12 12 0 0 0 ${x + 12} 606L${x + 12} 460" ${glass}/>`,
    );
  });
  // the lens, in its matchbox
  s.add(
    poly(
      [
        [520, 726],
        [660, 712],
        [672, 756],
        [528, 772],
      ],
      '#e9dcc0',
    ),
    poly(
      [
        [520, 726],
        [528, 772],
        [528, 784],
        [518, 738],
      ],
      '#b9472f',
    ),
    poly(
      [
        [528, 772],
        [672, 756],
        [672, 768],
        [528, 784],
      ],
      '#d4593d',
    ),
    ellipse(596, 742, 26, 14, '#d8f3f0', 'stroke="#fff" stroke-width="3"'),
    path('M580 738Q590 732 602 734', 'none', 'stroke="#fff" stroke-width="3" stroke-linecap="round"'),
    s.glow(596, 742, 60, '#eafffb', 0.6),
  );
  return s.svg({ vignette: 0.36 });
}
