/** What a request says of who makes it. */
export interface RequestSigns {
  /** `User-Agent` as it came; empty where it did not. */
  userAgent: string;
  /** Whether a browser says that it only fetches ahead (`Sec-Purpose`, `Purpose`, `X-Moz`: prefetch). */
  isPrefetch: boolean;
  /** Since the provider accepted the message. */
  secondsAfterAcceptance: number;
}

/** Nobody reads a message and follows a link within this time of its acceptance; what checks mail on its way does. */
export const machineSeconds = 10;

/** Programs that follow the links of mail or look at them for somebody else: mail gateways, previews, crawlers, libraries. */
const programs =
  /barracuda|proofpoint|mimecast|ironport|ciscosecure|trend ?micro|\btmes\b|sophos|forti(?:net|mail|gate)|symantec|messagelabs|forcepoint|websense|safelinks|bitdefender|kaspersky|zscaler|cloudmark|vade ?secure|urldefense|(?<!\bcu)bot\b|crawl|spider|slurp|preview|linkexpanding|facebookexternal|whatsapp|headless|phantomjs|python|aiohttp|curl|wget|java\/|jetty|httpclient|go-http|okhttp|libwww|lua-resty|node-fetch|undici|axios|ruby|perl/i;

/** Gmail fetches pictures ahead under the name of a browser of 2015 that nobody has. */
const gmailPrefetch = /Edge\/12\.246/;

/**
 * Whether a click or an opening was made by a program, as far as anyone can tell: it came within `machineSeconds` of acceptance; it is only
 * fetched ahead; it names a known program, or none; or it names itself `Mozilla/5.0` and nothing more, as Apple's Mail Privacy
 * Protection does, which fetches every picture whether or not anybody looks. Gmail's picture proxy alone proves nothing: it fetches for
 * people too.
 */
export function isMachine({ userAgent, isPrefetch, secondsAfterAcceptance }: RequestSigns): boolean {
  const name = userAgent.trim();
  return (
    secondsAfterAcceptance < machineSeconds ||
    isPrefetch ||
    name === '' ||
    name === 'Mozilla/5.0' ||
    gmailPrefetch.test(name) ||
    programs.test(name)
  );
}
