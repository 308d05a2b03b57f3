package dev.headroom.usage;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;

/** The usage model is pure: no stream processor, no network, no disk, no clock. */
@AnalyzeClasses(
    packages = "dev.headroom.usage",
    importOptions = ImportOption.DoNotIncludeTests.class)
class PurityTest {

  @ArchTest
  static final ArchRule KNOWS_NO_EDGE =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.kafka..",
              "org.apache.flink..",
              "com.clickhouse..",
              "java.net..",
              "java.nio.file..",
              "com.google.protobuf..",
              "io.opentelemetry..");

  @ArchTest
  static final ArchRule TOUCHES_NO_FILE =
      noClasses().should().dependOnClassesThat().haveFullyQualifiedName("java.io.File");

  @ArchTest
  static final ArchRule ASKS_NO_CLOCK =
      noClasses()
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class);
}
