/** A message about a subscription, to one person: to confirm it, or to open a page that is theirs alone. */
export interface Letter {
  /** BCP 47. */
  language: string;
  publication: { name: string; postalAddress: string };
  /** Also the subject. */
  title: string;
  text: string;
  /** What the link is called, and where it goes. */
  button: string;
  url: string;
  /** Why they get it. */
  why: string;
}

export interface RenderedLetter {
  subject: string;
  html: string;
  text: string;
}
