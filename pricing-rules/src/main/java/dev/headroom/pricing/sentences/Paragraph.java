package dev.headroom.pricing.sentences;

/** A heading and the sentences below it. */
final class Paragraph {
  private static final String INDENT = "  ";

  private final StringBuilder text = new StringBuilder();

  Paragraph(String heading) {
    text.append(heading).append('\n');
  }

  void say(String sentence) {
    text.append(INDENT).append(sentence).append('\n');
  }

  /** Belongs to the sentence before it. */
  void detail(String sentence) {
    say(INDENT + sentence);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
