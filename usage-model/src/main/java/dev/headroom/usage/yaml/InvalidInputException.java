package dev.headroom.usage.yaml;

import java.util.List;
import java.util.stream.Collectors;

/** An input that cannot be used; carries every problem found in it, in the order of the file. */
public final class InvalidInputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  // A thrown exception travels inside one JVM only; the list is not part of its serial form.
  private final transient List<Problem> problems;

  public InvalidInputException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("an invalid input has at least one problem");
    }
    this.problems = List.copyOf(problems);
  }

  /** At least one. */
  public List<Problem> problems() {
    return problems;
  }
}
