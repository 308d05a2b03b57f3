package dev.headroom.collectors.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.collectors.spool.Spool.Appended;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  private static final SpoolLimits LIMITS = new SpoolLimits(1 << 20, 64);

  @TempDir private Path directory;

  @Test
  void entriesLeaveInTheirOrderAndOneFileIsDeletedAfterTheOther() throws Exception {
    try (Spool spool = Spool.open(directory, LIMITS)) {
      List<String> entries = IntStream.range(0, 100).mapToObj(i -> "entry " + i).toList();
      for (String entry : entries) {
        assertThat(append(spool, entry)).isEqualTo(Appended.DURABLE);
      }
      assertThat(files()).hasSizeGreaterThan(10);
      assertThat(drain(spool)).isEqualTo(entries);
      assertThat(spool.isEmpty()).isTrue();
      assertThat(files()).isEmpty();
      assertThat(spool.state().bytes()).isZero();
    }
  }

  @Test
  void whatIsNotTakenIsReadAgain() throws Exception {
    try (Spool spool = Spool.open(directory, LIMITS)) {
      append(spool, "a");
      assertThat(read(spool)).containsExactly("a");
      append(spool, "b");
      assertThat(read(spool)).containsExactly("a", "b");
      spool.taken();
      append(spool, "c");
      assertThat(read(spool)).containsExactly("c");
    }
  }

  @Test
  void anotherProcessFindsWhatWasLeft() throws Exception {
    try (Spool spool = Spool.open(directory, new SpoolLimits(1 << 20, 1 << 16))) {
      append(spool, "a");
      append(spool, "");
      append(spool, "c");
      assertThat(read(spool)).containsExactly("a", "", "c");
    }
    try (Spool spool = Spool.open(directory, LIMITS)) {
      assertThat(spool.isEmpty()).isFalse();
      append(spool, "d");
      assertThat(drain(spool)).containsExactly("a", "", "c", "d");
    }
    try (Spool spool = Spool.open(directory, LIMITS)) {
      assertThat(spool.isEmpty()).isTrue();
      assertThat(spool.oldest(1000, Duration.ofMillis(1))).isEmpty();
    }
  }

  @Test
  void aLargeEntryPassesTheChunkItIsReadIn() throws Exception {
    try (Spool spool = Spool.open(directory, LIMITS)) {
      String large = "x".repeat(100_000);
      append(spool, "small");
      append(spool, large);
      append(spool, "behind");
      assertThat(drain(spool)).containsExactly("small", large, "behind");
    }
  }

  @Test
  void takesNoMoreThanItsLimitAndGoesOnOnceThereIsRoom() throws Exception {
    try (Spool spool = Spool.open(directory, new SpoolLimits(1000, 300))) {
      int appended = 0;
      while (append(spool, "y".repeat(92)) == Appended.DURABLE) {
        appended++;
        assertThat(bytesOnDisk()).isLessThanOrEqualTo(1000);
      }
      assertThat(appended).isBetween(8, 9);
      assertThat(append(spool, "y".repeat(92))).isEqualTo(Appended.FULL);
      assertThat(drain(spool)).hasSize(appended);
      assertThat(append(spool, "y".repeat(92))).isEqualTo(Appended.DURABLE);
      assertThat(append(spool, "y".repeat(1000))).isEqualTo(Appended.FULL);
    }
  }

  @Test
  void ofAFileThatWasCutOffAnywhereTheWholeEntriesAreRead() throws Exception {
    byte[] whole = segment("first", "second", "third");
    int firstEnd = 16 + 8 + 5;
    int secondEnd = firstEnd + 8 + 6;
    for (int length = 0; length <= whole.length; length++) {
      Path cut = directory.resolve("cut-" + length);
      Files.createDirectories(cut);
      Files.write(cut.resolve("00000000000000000000.spool"), Arrays.copyOf(whole, length));
      List<String> expected = new ArrayList<>();
      if (length >= firstEnd) {
        expected.add("first");
      }
      if (length >= secondEnd) {
        expected.add("second");
      }
      if (length == whole.length) {
        expected.add("third");
      }
      try (Spool spool = Spool.open(cut, LIMITS)) {
        assertThat(drain(spool)).as("cut at %d", length).isEqualTo(expected);
        append(spool, "after");
        assertThat(drain(spool)).containsExactly("after");
        boolean clean =
            length <= 16 || length == firstEnd || length == secondEnd || length == whole.length;
        assertThat(spool.state().damaged()).as("cut at %d", length).isEqualTo(clean ? 0 : 1);
      }
    }
  }

  @Test
  void aDamagedByteCostsOneEntryAndItsBytesAreKept() throws Exception {
    byte[] whole = segment("first", "second", "third");
    for (int at = 16; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x10;
      Path place = directory.resolve("flip-" + at);
      Files.createDirectories(place);
      Files.write(place.resolve("00000000000000000000.spool"), damaged);
      try (Spool spool = Spool.open(place, LIMITS)) {
        List<String> expected = new ArrayList<>(List.of("first", "second", "third"));
        expected.remove(at < 29 ? 0 : at < 43 ? 1 : 2);
        assertThat(drain(spool)).as("byte %d", at).isEqualTo(expected);
        assertThat(spool.state().damaged()).isEqualTo(1);
      }
      try (Stream<Path> kept = Files.list(place.resolve("damaged"))) {
        List<Path> files = kept.toList();
        assertThat(files).hasSize(1);
        int begin = at < 29 ? 16 : at < 43 ? 29 : 43;
        int end = at < 29 ? 29 : at < 43 ? 43 : whole.length;
        assertThat(Files.readAllBytes(files.get(0)))
            .isEqualTo(Arrays.copyOfRange(damaged, begin, end));
      }
    }
  }

  @Test
  void withoutItsFirstBytesAFileIsReadAllTheSame() throws Exception {
    byte[] whole = segment("first", "second");
    whole[0] ^= 1;
    Files.write(directory.resolve("00000000000000000007.spool"), whole);
    try (Spool spool = Spool.open(directory, LIMITS)) {
      assertThat(drain(spool)).containsExactly("first", "second");
      append(spool, "next");
      assertThat(files()).containsExactly("00000000000000000008.spool");
    }
  }

  @Test
  void manyAppendAtOnceWhileOneReads() throws Exception {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    Set<String> sent = new HashSet<>();
    List<String> received = new ArrayList<>();
    List<CompletableFuture<Appended>> settled = new ArrayList<>();
    try (Spool spool = Spool.open(directory, new SpoolLimits(1 << 26, 1000))) {
      List<Thread> senders = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        int sender = t;
        long ownSeed = random.nextLong();
        Thread thread =
            new Thread(
                () -> {
                  SplittableRandom own = new SplittableRandom(ownSeed);
                  for (int i = 0; i < 500; i++) {
                    String entry = sender + ":" + i + ":" + "z".repeat(own.nextInt(300));
                    var appended = spool.append(List.of(entry.getBytes(UTF_8)));
                    synchronized (sent) {
                      sent.add(entry);
                      settled.add(appended);
                    }
                  }
                });
        senders.add(thread);
        thread.start();
      }
      while (received.size() < 2000) {
        received.addAll(read(spool));
        if (random.nextInt(4) != 0) {
          spool.taken();
        } else {
          received = new ArrayList<>(received.subList(0, received.size() - lastRead));
        }
      }
      for (Thread thread : senders) {
        thread.join();
      }
      assertThat(settled)
          .allSatisfy(f -> assertThat(f.get(10, TimeUnit.SECONDS)).isEqualTo(Appended.DURABLE));
      assertThat(received)
          .as("seed %d", seed)
          .hasSize(2000)
          .containsExactlyInAnyOrderElementsOf(sent);
      for (int t = 0; t < 4; t++) {
        String prefix = t + ":";
        assertThat(
                received.stream().filter(e -> e.startsWith(prefix)).map(e -> e.split(":", -1)[1]))
            .as("order of sender %d, seed %d", t, seed)
            .containsExactlyElementsOf(
                IntStream.range(0, 500).mapToObj(Integer::toString).toList());
      }
      assertThat(spool.isEmpty()).isTrue();
    }
  }

  @Test
  void whatCannotBeCopiedIsWhatStaysOfItsSegmentOnceTheRestWasTaken() throws Exception {
    byte[] whole = segment("first", "second", "third", "fourth");
    whole[16 + 8] ^= 1;
    whole[whole.length - 1] ^= 1;
    Files.write(directory.resolve("00000000000000000007.spool"), whole);
    Path damaged = directory.resolve("damaged");
    try (Spool spool = Spool.open(directory, LIMITS)) {
      // In place of a full disk.
      Files.delete(damaged);
      Files.createFile(damaged);
      assertThat(read(spool)).containsExactly("second", "third");
      spool.taken();
      assertThatThrownBy(() -> spool.oldest(1000, Duration.ofMillis(1)))
          .isInstanceOf(IOException.class);
      Files.delete(damaged);
      Files.createDirectory(damaged);
      assertThat(spool.oldest(1000, Duration.ofMillis(1))).isEmpty();
      assertThat(spool.isEmpty()).isTrue();
      assertThat(spool.state().bytes()).isZero();
      assertThat(spool.state().damaged()).isEqualTo(2);
    }
    assertThat(files()).isEmpty();
    try (Stream<Path> kept = Files.list(damaged)) {
      byte[] first = Arrays.copyOfRange(whole, 16, 29);
      byte[] fourth = Arrays.copyOfRange(whole, whole.length - 14, whole.length);
      assertThat(kept.toList())
          .singleElement()
          .satisfies(
              file ->
                  assertThat(Files.readAllBytes(file))
                      .isEqualTo(
                          ByteBuffer.allocate(first.length + fourth.length)
                              .put(first)
                              .put(fourth)
                              .array()));
    }
  }

  @Test
  void whatIsRefusedStaysWithItsReason() throws Exception {
    try (Spool spool = Spool.open(directory, LIMITS)) {
      spool.refuse("poison".getBytes(UTF_8), "too large for the topic");
      assertThat(spool.state().refused()).isEqualTo(1);
      assertThat(spool.isEmpty()).isTrue();
    }
    try (Stream<Path> files = Files.list(directory.resolve("refused"))) {
      List<Path> kept = files.sorted().toList();
      assertThat(kept).hasSize(2);
      List<byte[]> entries = new ArrayList<>();
      new SpoolFile(kept.get(0), SpoolFile.Kind.REFUSED, Files.size(kept.get(0)), "")
          .read(
              new SpoolFile.Visitor() {
                @Override
                public void entry(byte[] entry, long end) {
                  entries.add(entry);
                }

                @Override
                public void damage(long bytes) {
                  throw new AssertionError(bytes + " damaged bytes");
                }
              });
      assertThat(entries).containsExactly("poison".getBytes(UTF_8));
      assertThat(Files.readString(kept.get(1))).isEqualTo("too large for the topic\n");
    }
  }

  @Test
  void goesOnOnceTheDiskTakesSomethingAgain() throws Exception {
    Path place = directory.resolve("place");
    Path away = directory.resolve("away");
    try (Spool spool = Spool.open(place, LIMITS)) {
      assertThat(append(spool, "x".repeat(100))).isEqualTo(Appended.DURABLE);
      Files.move(place, away);
      for (int i = 0; i < 3; i++) {
        assertThat(append(spool, "lost")).isEqualTo(Appended.FAILED);
      }
      assertThat(spool.state().failing()).isTrue();
      Files.move(away, place);
      assertThat(append(spool, "y")).isEqualTo(Appended.DURABLE);
      assertThat(spool.state().failing()).isFalse();
      assertThat(drain(spool)).containsExactly("x".repeat(100), "y");
    }
  }

  @Test
  void whatASenderWroteIntoHisOwnEntryIsNeverTakenForAnother() throws Exception {
    // Frames as anybody may write them who knows the format, but not the salt.
    ByteBuffer forged = ByteBuffer.allocate(1000);
    byte[] text = "forged".getBytes(UTF_8);
    forged.put(new Frame(new byte[0]).header(List.of(text))).put(text);
    forged.put(new Frame(new byte[8]).header(List.of(text))).put(text);
    byte[] entry = Arrays.copyOf(forged.array(), forged.position());
    try (Spool spool = Spool.open(directory, LIMITS)) {
      assertThat(spool.append(List.of(entry)).get(10, TimeUnit.SECONDS))
          .isEqualTo(Appended.DURABLE);
      append(spool, "behind");
    }
    Path file = directory.resolve("00000000000000000000.spool");
    byte[] whole = Files.readAllBytes(file);
    whole[16 + 8 + entry.length - 1] ^= 1;
    Files.write(file, whole);
    try (Spool spool = Spool.open(directory, LIMITS)) {
      assertThat(drain(spool)).containsExactly("behind");
    }
  }

  @Test
  void oneProcessHasADirectory() throws Exception {
    try (Spool spool = Spool.open(directory, LIMITS)) {
      assertThat(spool.isEmpty()).isTrue();
      assertThatThrownBy(() -> Spool.open(directory, LIMITS))
          .isInstanceOf(IOException.class)
          .hasMessage("spool directory %s is in use by another process", directory);
    }
    Path file = Files.createFile(directory.resolve("file"));
    assertThatThrownBy(() -> Spool.open(file, LIMITS))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("spool directory %s cannot be used: ", file);
  }

  @Test
  void aClosedOneTakesNothing() throws Exception {
    Spool spool = Spool.open(directory, LIMITS);
    var last = spool.append(List.of("la".getBytes(UTF_8), "st".getBytes(UTF_8)));
    spool.close();
    assertThat(last.get()).isEqualTo(Appended.DURABLE);
    assertThat(append(spool, "late")).isEqualTo(Appended.FAILED);
    assertThat(spool.oldest(100, Duration.ofSeconds(100))).isEmpty();
    try (Spool again = Spool.open(directory, LIMITS)) {
      assertThat(drain(again)).containsExactly("last");
    }
  }

  private static final byte[] SALT = {1, 2, 3, 4, 5, 6, 7, 8};

  private int lastRead;

  private byte[] segment(String... entries) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(1000);
    bytes.put("HRSPOOL1".getBytes(UTF_8)).put(SALT);
    for (String entry : entries) {
      byte[] text = entry.getBytes(UTF_8);
      bytes.put(new Frame(SALT).header(List.of(text))).put(text);
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  private static Appended append(Spool spool, String entry) throws Exception {
    return spool.append(List.of(entry.getBytes(UTF_8))).get(10, TimeUnit.SECONDS);
  }

  private List<String> read(Spool spool) throws Exception {
    List<String> entries =
        spool.oldest(200, Duration.ofSeconds(5)).stream().map(e -> new String(e, UTF_8)).toList();
    lastRead = entries.size();
    return entries;
  }

  private List<String> drain(Spool spool) throws Exception {
    List<String> all = new ArrayList<>();
    while (!spool.isEmpty()) {
      all.addAll(
          spool.oldest(200, Duration.ofMillis(1)).stream().map(e -> new String(e, UTF_8)).toList());
      spool.taken();
    }
    return all;
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(f -> f.endsWith(".spool"))
          .sorted()
          .toList();
    }
  }

  private long bytesOnDisk() throws IOException {
    long bytes = 0;
    for (String file : files()) {
      bytes += Files.size(directory.resolve(file));
    }
    return bytes;
  }
}
