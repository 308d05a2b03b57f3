package dev.headroom.aggregation.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the {@link EmbeddedStack}; the last test of the JVM stops it. */
public final class StackExtension implements ParameterResolver {

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == EmbeddedStack.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.GLOBAL)
        .computeIfAbsent(EmbeddedStack.class, type -> start());
  }

  private static EmbeddedStack start() {
    try {
      return new EmbeddedStack();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
