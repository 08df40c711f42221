(() => {
  const parse = (text) => {
    const [red = 0, green = 0, blue = 0, alpha = 1] = (text.match(/[\d.]+/g) ?? []).map(Number);
    return [red, green, blue, alpha];
  };
  const over = (front, back) => {
    const mix = (index) => front[index] * front[3] + back[index] * (1 - front[3]);
    return [mix(0), mix(1), mix(2), 1];
  };
  const linear = (channel) => {
    const value = channel / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  const luminance = ([red, green, blue]) => 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  const contrast = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const canvas = matchMedia('(prefers-color-scheme:dark)').matches ? [18, 18, 18, 1] : [255, 255, 255, 1];
  const behind = (element) => {
    if (element === null) return canvas;
    const colour = parse(getComputedStyle(element).backgroundColor);
    return colour[3] === 1 ? colour : over(colour, behind(element.parentElement));
  };
  let lowest = { ratio: 21, where: '' };
  const weigh = (element, words, back) => {
    const ratio = contrast(over(parse(getComputedStyle(element).color), back), back);
    if (ratio < lowest.ratio) lowest = { ratio, where: words.slice(0, 40) };
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    const words = node.textContent.trim();
    if (words !== '' && element.getClientRects().length > 0) weigh(element, words, behind(element));
  }
  // What stands for a picture that did not load.
  for (const image of document.images) if (image.alt !== '') weigh(image, image.alt, behind(image));
  return lowest;
})();
