package dev.headroom.usage.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TenantGridsTest {

  @Test
  void aTenantLivesInItsZoneAndAnyOtherInUtc() {
    ZoneId kolkata = ZoneId.of("Asia/Kolkata");
    TenantGrids grids = TenantGrids.of(Map.of("acme", kolkata));
    assertThat(grids.of("acme").fingerprint()).isEqualTo(WindowGrid.of(kolkata).fingerprint());
    assertThat(grids.of("acme").start(WindowLength.Calendar.DAY, 0))
        .isEqualTo(-Duration.ofMinutes(330).toNanos());
    assertThat(grids.of("globex")).isSameAs(WindowGrid.UTC);
  }
}
