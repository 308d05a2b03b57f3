package dev.headroom.collectors.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.headroom.usage.TenantId;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sizes, the memory of all requests, and bodies that grow. */
class LimitsTest {
  private static final Semaphore COUNTING = new Semaphore(1);

  @ParameterizedTest
  @CsvSource({"1000B, 1000", "512KiB, 524288", "4MiB, 4194304", "1GiB, 1073741824"})
  void readsAndWritesSizes(String text, int bytes) {
    assertThat(ByteSize.parse(text)).isEqualTo(bytes);
    assertThat(ByteSize.format(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "4", "4MB", "4 MiB", "-1B", "0B", "2GiB", "999999999999GiB", "1.5MiB"})
  void refusesWhatIsNoSize(String text) {
    assertThatThrownBy(() -> ByteSize.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'");
  }

  @Test
  void givesMemoryBackOnceAndOneSenderThreeQuarters() {
    MemoryBudget budget = new MemoryBudget(100);
    MemoryBudget.Reservation first = budget.open(new TenantId("acme"));
    MemoryBudget.Reservation second = budget.open(new TenantId("acme"));
    MemoryBudget.Reservation others = budget.open(new TenantId("globex"));
    assertThat(first.grow(60)).isTrue();
    assertThat(second.grow(16)).isFalse();
    assertThat(second.grow(15)).isTrue();
    assertThat(others.grow(26)).isFalse();
    assertThat(others.grow(25)).isTrue();
    first.close();
    first.close();
    assertThat(budget.freeBytes()).isEqualTo(60);
    assertThat(first.grow(1)).isFalse();
    second.close();
    others.close();
    assertThat(budget.freeBytes()).isEqualTo(100);
  }

  @Test
  void whatABodySaysOfItsLengthIsNotBelieved() {
    byte[] plain = new byte[100_000];
    new SplittableRandom(1).nextBytes(plain);
    byte[] gzip = Requests.gzip(plain);
    byte[] twice = concatenated(gzip, Requests.gzip(new byte[] {1, 2, 3}));
    MemoryBudget budget = new MemoryBudget(1_000_000);
    assertWhole(gzip, 100_000, budget, plain);
    assertWhole(twice, 100_003, budget, concatenated(plain, new byte[] {1, 2, 3}));
    assertWhole(Requests.gzip(new byte[0]), 1, budget, new byte[0]);
    for (int limit : new int[] {1, 99_999}) {
      try (MemoryBudget.Reservation reservation = budget.open(new TenantId("acme"))) {
        assertThat(Body.decompress(ContentEncoding.GZIP, gzip, limit, reservation, COUNTING))
            .isEqualTo(new Body.Refused(Answer.tooLarge("the decompressed request", limit)));
        assertThat(budget.freeBytes()).isGreaterThanOrEqualTo(900_000);
      }
    }
    try (MemoryBudget.Reservation reservation = budget.open(new TenantId("acme"))) {
      assertThat(Body.decompress(ContentEncoding.IDENTITY, plain, 99_999, reservation, COUNTING))
          .isEqualTo(new Body.Refused(Answer.tooLarge("the decompressed request", 99_999)));
    }
    assertWhole(gzip, 100_000, budget, plain);
    // A length of 4 GiB, which is believed as little as one that a few bytes cannot have.
    byte[] liar = Requests.gzip(new byte[] {1, 2, 3});
    Arrays.fill(liar, liar.length - 4, liar.length, (byte) 0xff);
    assertThat(ContentEncoding.GZIP.claimedBytes(liar)).isEqualTo(0xffff_ffffL);
    try (MemoryBudget.Reservation reservation = budget.open(new TenantId("acme"))) {
      assertThat(Body.decompress(ContentEncoding.GZIP, liar, 100_000, reservation, COUNTING))
          .isInstanceOf(Body.Refused.class);
      assertThat(budget.freeBytes()).isEqualTo(1_000_000);
    }
    assertThat(budget.freeBytes()).isEqualTo(1_000_000);
  }

  @Test
  void aBombTakesNoMemoryWhateverItSaysOfItsLength() {
    MemoryBudget budget = new MemoryBudget(1_000_000);
    byte[] bomb = Requests.gzip(new byte[10_000_000]);
    byte[] small = bomb.clone();
    Arrays.fill(small, small.length - 4, small.length, (byte) 0);
    byte[] zstd = Zstd.compress(new byte[10_000_000]);
    assertThat(ContentEncoding.ZSTD.claimedBytes(zstd)).isEqualTo(10_000_000);
    assertThat(ContentEncoding.ZSTD.claimedBytes(new byte[0])).isEqualTo(-1);
    for (int length = 1; length < zstd.length; length++) {
      byte[] cut = Arrays.copyOf(zstd, length);
      assertThat(ContentEncoding.ZSTD.claimedBytes(cut)).isIn(-1L, 10_000_000L);
      assertThat(ContentEncoding.GZIP.claimedBytes(cut)).isGreaterThanOrEqualTo(-1);
      assertRefused(ContentEncoding.ZSTD, cut, budget);
      assertRefused(ContentEncoding.GZIP, cut, budget);
    }
    try (MemoryBudget.Reservation reservation = budget.open(new TenantId("acme"))) {
      for (byte[] body : List.of(bomb, small)) {
        assertThat(Body.decompress(ContentEncoding.GZIP, body, 500_000, reservation, COUNTING))
            .isEqualTo(new Body.Refused(Answer.tooLarge("the decompressed request", 500_000)));
      }
      assertThat(Body.decompress(ContentEncoding.ZSTD, zstd, 500_000, reservation, COUNTING))
          .isEqualTo(new Body.Refused(Answer.tooLarge("the decompressed request", 500_000)));
      assertThat(budget.freeBytes()).isEqualTo(1_000_000);
    }
  }

  @Test
  void whatIsCompressedByMuchIsWholeAllTheSame() {
    MemoryBudget budget = new MemoryBudget(1_000_000);
    byte[] plain = new byte[400_000];
    assertWhole(Requests.gzip(plain), 400_000, budget, plain);
    try (MemoryBudget.Reservation reservation = budget.open(new TenantId("acme"))) {
      assertThat(
              Body.decompress(
                  ContentEncoding.ZSTD, Zstd.compress(plain), 400_000, reservation, COUNTING))
          .isInstanceOfSatisfying(
              Body.Whole.class, whole -> assertThat(whole.bytes()).isEqualTo(plain));
      assertThat(budget.freeBytes()).isEqualTo(600_000);
    }
  }

  private static void assertRefused(ContentEncoding encoding, byte[] body, MemoryBudget budget) {
    try (MemoryBudget.Reservation reservation = budget.open(new TenantId("acme"))) {
      assertThat(Body.decompress(encoding, body, 500_000, reservation, COUNTING))
          .as("%d bytes of %s", body.length, encoding)
          .isInstanceOf(Body.Refused.class);
    }
  }

  private static void assertWhole(byte[] gzip, int limit, MemoryBudget budget, byte[] plain) {
    try (MemoryBudget.Reservation reservation = budget.open(new TenantId("acme"))) {
      assertThat(Body.decompress(ContentEncoding.GZIP, gzip, limit, reservation, COUNTING))
          .isInstanceOfSatisfying(
              Body.Whole.class, whole -> assertThat(whole.bytes()).isEqualTo(plain));
    }
  }

  private static byte[] concatenated(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }

  @Test
  void stopsInflatingAtTheLimitAndWhenMemoryIsShort() {
    byte[] bomb = Requests.gzip(new byte[10_000_000]);
    MemoryBudget budget = new MemoryBudget(1_000_000);
    try (MemoryBudget.Reservation reservation = budget.open(new TenantId("acme"))) {
      assertThat(Body.decompress(ContentEncoding.GZIP, bomb, 100_000, reservation, COUNTING))
          .isEqualTo(new Body.Refused(Answer.tooLarge("the decompressed request", 100_000)));
      assertThat(budget.freeBytes()).isEqualTo(1_000_000);
    }
    try (MemoryBudget.Reservation reservation = budget.open(new TenantId("acme"))) {
      assertThat(Body.decompress(ContentEncoding.GZIP, bomb, 20_000_000, reservation, COUNTING))
          .isEqualTo(new Body.Refused(Answer.busy()));
    }
    assertThat(budget.freeBytes()).isEqualTo(1_000_000);
  }
}
