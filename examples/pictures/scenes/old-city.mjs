import { circle, group, line, many, path, rect, Scene, W } from '../draw.mjs';

export function draw() {
  const s = new Scene(71);
  s.add(s.sky([0, '#101b46'], [0.5, '#2d3f7c'], [0.8, '#7d6c9c'], [1, '#d59a8a']));
  s.add(s.stars(200, 0, 360), s.glow(880, 130, 150, '#fff3d0', 0.55), circle(880, 130, 34, '#fdf4d8'));
  const dome = (x, y, r, fill) =>
    path(
      `M${x - r} ${y}Q${x - r * 1.1} ${y - r * 0.9} ${x} ${y - r * 1.5}Q${x + r * 1.1} ${y - r * 0.9} ${x + r} ${y}Z`,
      fill,
    ) +
    line(x, y - r * 1.5, x, y - r * 1.9, '#e8c87c', 3) +
    circle(x, y - r * 1.92, 4, '#e8c87c');
  s.add(rect(0, 470, W, 330, '#27305f'));
  for (const [x, y, w, tone] of [
    [20, 420, 150, '#33396c'],
    [190, 380, 110, '#3a3f74'],
    [470, 400, 170, '#343a6d'],
    [700, 430, 120, '#3d4278'],
    [850, 390, 140, '#333a6c'],
    [1040, 410, 170, '#3b4076'],
  ])
    s.add(
      rect(x, y, w, 400, tone),
      many(5, () =>
        rect(x + s.between(10, w - 26), y + s.between(14, 46), 11, 18, s.rng() < 0.6 ? '#ffcf7d' : '#272c5a', 'rx="5"'),
      ),
    );
  s.add(dome(245, 382, 52, '#4c5796'), dome(555, 402, 78, '#56619f'), dome(920, 392, 60, '#4c5796'));
  s.add(
    rect(360, 250, 40, 400, '#404880'),
    rect(350, 320, 60, 12, '#5d67a4'),
    rect(354, 244, 52, 10, '#5d67a4'),
    dome(380, 244, 22, '#5d67a4'),
    rect(374, 272, 12, 24, '#ffcf7d', 'rx="6"'),
  );
  s.add(rect(1098, 280, 34, 400, '#404880'), rect(1090, 340, 50, 10, '#5d67a4'), dome(1115, 280, 19, '#5d67a4'));
  // the arcade in front
  s.add(
    rect(
      0,
      500,
      W,
      300,
      s.linear([
        [0, '#b9724f'],
        [0.5, '#9a5646'],
        [1, '#58304a'],
      ]),
    ),
    rect(0, 492, W, 16, '#d99a68'),
    rect(0, 508, W, 5, '#7c4240'),
  );
  for (let i = 0; i < 5; i++) {
    const x = 30 + i * 240;
    const arch = `M${x} 800L${x} 640Q${x + 6} 566 ${x + 90} 540Q${x + 174} 566 ${x + 180} 640L${x + 180} 800Z`;
    s.add(
      path(
        `M${x - 12} 800L${x - 12} 636Q${x - 4} 552 ${x + 90} 522Q${x + 184} 552 ${x + 192} 636L${x + 192} 800Z`,
        '#dfa671',
      ),
      path(
        arch,
        s.linear([
          [0, '#7a3b35'],
          [0.5, '#c9793f'],
          [1, '#ffce74'],
        ]),
      ),
    );
    const inside = s.clip(`<path d="${arch}"/>`);
    s.add(
      group(
        [
          s.glow(x + 90, 640, 150, '#ffe29a', 0.9),
          rect(x + 20, 720, 140, 12, '#6d3b30'),
          many(8, (j) =>
            circle(
              x + 32 + j * 17,
              716 - (j % 2) * 5,
              9,
              s.pick(['#e4572e', '#f0a202', '#a63d40', '#90a959', '#7b4b94']),
            ),
          ),
          [
            [66, 1, 0.92, '#2b1a36'],
            [40, 1, 1, '#3a2038'],
            [104, 1, 1.06, '#2b1a36'],
            [58, 1, 0.8, '#40243c'],
            [120, 1, 0.98, '#2b1a36'],
          ]
            .filter((_, j) => j === i || (j === (i + 2) % 5 && i % 2 === 0))
            .map(
              ([dx, , k, tone]) =>
                path(
                  `M${x + dx - 17 * k} 800Q${x + dx - 15 * k} ${800 - 100 * k} ${x + dx} ${800 - 112 * k}Q${x + dx + 15 * k} ${800 - 100 * k} ${x + dx + 17 * k} 800Z`,
                  tone,
                ) + circle(x + dx, 800 - 119 * k, 11 * k, '#3a2333'),
            ),
        ],
        `clip-path="${inside}"`,
      ),
    );
  }
  // lanterns
  for (const [x, y] of [
    [0, 600],
    [240, 590],
    [480, 606],
    [720, 592],
    [960, 602],
    [1196, 594],
  ])
    s.add(
      line(x, 512, x, y - 26, '#3a2340', 2),
      s.glow(x, y, 74, '#ffd883', 0.85),
      path(
        `M${x - 12} ${y - 16}L${x + 12} ${y - 16}L${x + 17} ${y + 4}L${x + 9} ${y + 22}L${x - 9} ${y + 22}L${x - 17} ${y + 4}Z`,
        '#ffe7a6',
      ),
      path(`M${x - 12} ${y - 16}L${x} ${y - 30}L${x + 12} ${y - 16}Z`, '#3a2340'),
      line(x, y - 16, x, y + 22, '#8a4a35', 2),
      line(x - 17, y + 4, x + 17, y + 4, '#8a4a35', 2),
    );
  return s.svg({ vignette: 0.34 });
}
