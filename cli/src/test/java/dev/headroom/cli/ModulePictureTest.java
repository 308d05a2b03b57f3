package dev.headroom.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;

/** The module picture of docs/explanation/architecture.md. */
@AnalyzeClasses(packages = "dev.headroom", importOptions = ImportOption.DoNotIncludeTests.class)
class ModulePictureTest {
  private static final String[] DECIDING = {
    "dev.headroom.autoscaler.policy..",
    "dev.headroom.autoscaler.overbooking..",
    "dev.headroom.autoscaler.demand..",
    "dev.headroom.autoscaler.decision..",
    "dev.headroom.autoscaler.account..",
    "dev.headroom.autoscaler.forecast..",
    "dev.headroom.autoscaler.sizing..",
    "dev.headroom.autoscaler.warm..",
    "dev.headroom.autoscaler.replay..",
    "dev.headroom.autoscaler.engine.."
  };

  @ArchTest static final ArchRule USAGE_MODEL = only("usage");
  @ArchTest static final ArchRule PRICING_RULES = only("pricing", "usage");
  @ArchTest static final ArchRule EMBEDDED = only("embedded");
  @ArchTest static final ArchRule TENANT_METER = only("tenantmeter");
  @ArchTest static final ArchRule COLLECTORS = only("collectors", "usage");
  @ArchTest static final ArchRule AGGREGATION_JOB = only("aggregation", "usage", "pricing");
  @ArchTest static final ArchRule AUTOSCALER = only("autoscaler", "usage");

  /** A vendor's server has it, and nothing of ours beside it. */
  @ArchTest
  static final ArchRule TENANT_METER_NEEDS_THE_API_ALONE =
      classes()
          .that()
          .resideInAPackage("dev.headroom.tenantmeter..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.headroom.tenantmeter..",
              "io.opentelemetry.api..",
              "org.jspecify.annotations..",
              "com.sun.management..",
              "java..");

  @ArchTest
  static final ArchRule NOBODY_OF_OURS_NEEDS_THE_TENANT_METER =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.headroom.tenantmeter..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.headroom.tenantmeter..");

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("dev.headroom.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule POLICIES_TOUCH_NOTHING =
      noClasses()
          .that()
          .resideInAnyPackage(DECIDING)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.kafka..", "io.github.resilience4j..", "java.net..", "java.nio.file..");

  @ArchTest
  static final ArchRule POLICIES_ASK_NO_CLOCK =
      noClasses()
          .that()
          .resideInAnyPackage(DECIDING)
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class);

  @ArchTest
  static final ArchRule PRICING_TOUCHES_NOTHING =
      noClasses()
          .that()
          .resideInAPackage("dev.headroom.pricing..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.kafka..", "org.apache.flink..", "com.clickhouse..", "java.net..");

  /** A module, and which of ours it may know. */
  private static ArchRule only(String module, String... others) {
    String[] known = new String[others.length + 1];
    known[0] = "dev.headroom." + module + "..";
    for (int i = 0; i < others.length; i++) {
      known[i + 1] = "dev.headroom." + others[i] + "..";
    }
    return classes()
        .that()
        .resideInAPackage(known[0])
        .should()
        .onlyDependOnClassesThat(
            not(resideInAPackage("dev.headroom..")).or(resideInAnyPackage(known)))
        .allowEmptyShould(false);
  }
}
