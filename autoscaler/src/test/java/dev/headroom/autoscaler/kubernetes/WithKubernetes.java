package dev.headroom.autoscaler.kubernetes;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Runs with {@code -Pkubernetes}, where Go is, on the one {@link KubernetesServer} of all tests,
 * which it passes as a parameter; says so where there is no Go.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(WithKubernetes.Server.class)
public @interface WithKubernetes {

  /** Asked before Kubernetes is built. */
  final class Server implements ExecutionCondition, ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE =
        ExtensionContext.Namespace.create(WithKubernetes.class);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      if (!Boolean.getBoolean("headroom.kubernetes")) {
        return ConditionEvaluationResult.disabled("runs with -Pkubernetes");
      }
      if (hasGo()) {
        return ConditionEvaluationResult.enabled("-Pkubernetes, and Go is there");
      }
      String reason =
          "SKIPPED although -Pkubernetes asks for it: Go is missing, so that Kubernetes can't be"
              + " built: "
              + context.getDisplayName();
      System.err.println(reason);
      return ConditionEvaluationResult.disabled(reason);
    }

    private static boolean hasGo() {
      try {
        Process go =
            new ProcessBuilder("go", "version")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return go.waitFor() == 0;
      } catch (IOException e) {
        return false;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == KubernetesServer.class;
    }

    @Override
    public KubernetesServer resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(NAMESPACE)
          .computeIfAbsent(
              KubernetesServer.class, key -> KubernetesServer.start(), KubernetesServer.class);
    }
  }
}
