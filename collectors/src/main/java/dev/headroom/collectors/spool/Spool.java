package dev.headroom.collectors.spool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A queue of byte strings on disk.
 *
 * <p>An entry counts once it was forced to the disk (fsync; what waits is forced together). They
 * are read oldest first. A segment is deleted when all of it was taken, so after a crash the
 * entries of one segment may be read again, and none is missing. What is damaged is put aside in
 * {@code damaged/}, what its reader cannot use in {@code refused/}; both stay until somebody
 * removes them.
 */
public final class Spool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
  private static final int GROUP_BYTES = 4 << 20;
  private static final int WRITE_BYTES = 1 << 20;

  private final Path directory;
  private final SpoolLimits limits;
  private final FileChannel lockFile;
  private final Aside aside;
  private final Thread writer;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition toWrite = lock.newCondition();
  private final Condition toRead = lock.newCondition();

  // Guarded by the lock.
  private final Deque<Segment> segments = new ArrayDeque<>();
  private final Deque<Pending> queue = new ArrayDeque<>();
  private long nextNumber;
  private long diskBytes;
  private long queuedBytes;
  private boolean writing;
  private boolean failing;
  private boolean closed;

  // Of the first segment, and the reader's alone.
  private long readPosition;
  private long readEnd;
  private final List<Aside.Range> toKeep = new ArrayList<>();

  /** What waits to be written. */
  private static final class Pending {
    private final List<byte[]> entry;
    private final int size;
    private final CompletableFuture<Appended> appended = new CompletableFuture<>();

    Pending(List<byte[]> entry) {
      this.entry = entry;
      size = Frame.size(entry.stream().mapToInt(part -> part.length).sum());
    }
  }

  /** What became of an entry. */
  public enum Appended {
    /** It is on the disk. */
    DURABLE,
    /** It would have passed the limit. */
    FULL,
    /** The disk did not take it, or the spool is closed. */
    FAILED
  }

  private Spool(Path directory, SpoolLimits limits, FileChannel lockFile, List<Segment> found) {
    this.directory = directory;
    this.limits = limits;
    this.lockFile = lockFile;
    aside = new Aside(directory);
    found.forEach(
        segment -> {
          segments.add(segment);
          diskBytes += segment.length();
          nextNumber = segment.number() + 1;
        });
    writer = new Thread(this::write, "spool-writer");
    writer.setDaemon(true);
    writer.start();
  }

  /**
   * Opens a directory, which is made if it is not there.
   *
   * @throws IOException with one line that says what is wrong: the directory cannot be used, or
   *     another process has it
   */
  public static Spool open(Path directory, SpoolLimits limits) throws IOException {
    FileChannel lockFile;
    try {
      Files.createDirectories(directory.resolve(Aside.REFUSED));
      Files.createDirectories(directory.resolve(Aside.DAMAGED));
      lockFile =
          FileChannel.open(
              directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new IOException("spool directory " + directory + " cannot be used: " + e, e);
    }
    try {
      if (lockFile.tryLock() == null) {
        throw new OverlappingFileLockException();
      }
      return new Spool(directory, limits, lockFile, Segment.in(directory));
    } catch (OverlappingFileLockException e) {
      lockFile.close();
      throw new IOException("spool directory " + directory + " is in use by another process", e);
    } catch (IOException e) {
      lockFile.close();
      throw new IOException("spool directory " + directory + " cannot be read: " + e, e);
    }
  }

  /**
   * Appends an entry behind all others.
   *
   * @param entry its parts, one behind the other; not copied, so not to be changed
   * @return completed once it is settled, by the spool's own thread; never exceptionally
   */
  public CompletableFuture<Appended> append(List<byte[]> entry) {
    Pending pending = new Pending(entry);
    lock.lock();
    try {
      if (closed) {
        pending.appended.complete(Appended.FAILED);
      } else if (diskBytes + queuedBytes + pending.size + Segment.HEADER_BYTES
          > limits.maxBytes()) {
        pending.appended.complete(Appended.FULL);
      } else {
        queue.add(pending);
        queuedBytes += pending.size;
        toWrite.signal();
      }
    } finally {
      lock.unlock();
    }
    return pending.appended;
  }

  /** Nothing is on the disk, nor on its way there. */
  public boolean isEmpty() {
    lock.lock();
    try {
      return segments.isEmpty() && queue.isEmpty() && !writing;
    } finally {
      lock.unlock();
    }
  }

  /** What it is at now. */
  public SpoolState state() {
    lock.lock();
    try {
      return new SpoolState(
          diskBytes, limits.maxBytes(), failing, aside.damaged(), aside.refused());
    } finally {
      lock.unlock();
    }
  }

  /**
   * The oldest entries that were not {@link #taken}, as many as fit into some bytes and at least
   * one; the same ones until they are taken. For one reader.
   *
   * @return empty if there was none within the time, or the spool is closed
   */
  public List<byte[]> oldest(int maxBytes, Duration within)
      throws IOException, InterruptedException {
    while (true) {
      Segment head = awaitHead(within);
      if (head == null) {
        return List.of();
      }
      // Only the reader deletes a segment, so it need not hold the lock.
      Chunk chunk = head.read(readPosition, maxBytes);
      if (chunk instanceof Chunk.Entries sound) {
        readEnd = chunk.end();
        return sound.entries();
      }
      Chunk.Damage damage = (Chunk.Damage) chunk;
      if (!aside.damage(head, damage)) {
        toKeep.add(new Aside.Range(damage.start(), damage.end()));
      }
      readPosition = chunk.end();
    }
  }

  private @Nullable Segment awaitHead(Duration within) throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      long nanos = within.toNanos();
      Segment head = headToRead();
      while (head == null && !closed && nanos > 0) {
        nanos = toRead.awaitNanos(nanos);
        head = headToRead();
      }
      return closed ? null : head;
    } finally {
      lock.unlock();
    }
  }

  /** The entries that {@link #oldest} told are needed no more. */
  public void taken() throws IOException {
    lock.lock();
    try {
      readPosition = readEnd;
      var unused = headToRead();
    } finally {
      lock.unlock();
    }
  }

  /** Puts an entry aside for people to look at, with the reason beside it. */
  public void refuse(byte[] entry, String reason) throws IOException {
    aside.refuse(entry, reason);
  }

  /** The first segment with something to read, after deleting those that were read. */
  private @Nullable Segment headToRead() throws IOException {
    while (!segments.isEmpty()) {
      Segment head = segments.getFirst();
      if (!head.endsAt(readPosition)) {
        return head;
      }
      if (!head.isSealed()) {
        if (writing || !queue.isEmpty()) {
          return null;
        }
        head.seal();
      }
      if (toKeep.isEmpty()) {
        Files.deleteIfExists(head.file());
      } else {
        aside.keep(head, toKeep);
        toKeep.clear();
      }
      diskBytes -= head.length();
      segments.removeFirst();
      readPosition = 0;
      readEnd = 0;
    }
    return null;
  }

  static void writeAll(FileChannel channel, byte[] bytes) throws IOException {
    // By parts, since Java copies each write into memory outside the heap, and keeps that.
    for (int at = 0; at < bytes.length; at += WRITE_BYTES) {
      ByteBuffer part = ByteBuffer.wrap(bytes, at, Math.min(WRITE_BYTES, bytes.length - at));
      while (part.hasRemaining()) {
        channel.write(part);
      }
    }
  }

  // The writer's thread from here on.

  private void write() {
    try (Tail tail = new Tail()) {
      List<Pending> group = nextGroup();
      while (!group.isEmpty()) {
        Appended outcome = append(tail, group);
        for (Pending pending : group) {
          pending.appended.complete(outcome);
        }
        group = nextGroup();
      }
    }
  }

  /** What waits; empty once the spool is closed and nothing does. */
  private List<Pending> nextGroup() {
    lock.lock();
    try {
      while (queue.isEmpty() && !closed) {
        toWrite.awaitUninterruptibly();
      }
      List<Pending> group = new ArrayList<>();
      long bytes = 0;
      while (!queue.isEmpty() && bytes < GROUP_BYTES) {
        Pending next = queue.removeFirst();
        bytes += next.size;
        group.add(next);
      }
      writing = !group.isEmpty();
      return group;
    } finally {
      lock.unlock();
    }
  }

  private Appended append(Tail tail, List<Pending> group) {
    long bytes = group.stream().mapToLong(pending -> pending.size).sum();
    boolean durable = false;
    try {
      tail.append(group);
      durable = true;
    } catch (IOException | RuntimeException e) {
      LOG.error("the spool {} cannot be written: {}", directory, e.toString());
    } finally {
      lock.lock();
      try {
        failing = !durable;
        queuedBytes -= bytes;
        writing = false;
        toRead.signalAll();
      } finally {
        lock.unlock();
      }
    }
    return durable ? Appended.DURABLE : Appended.FAILED;
  }

  /** The segment that is appended to. */
  private final class Tail implements AutoCloseable {
    private @Nullable Segment segment;
    private @Nullable FileChannel channel;

    void append(List<Pending> group) throws IOException {
      FileChannel to = open();
      Segment at = Objects.requireNonNull(segment);
      long end = at.length();
      try {
        to.position(end);
        for (Pending pending : group) {
          writeAll(to, at.frame().header(pending.entry));
          for (byte[] part : pending.entry) {
            writeAll(to, part);
          }
          end += pending.size;
        }
        to.force(false);
      } catch (IOException e) {
        // What the disk has of it is not known. Nobody was told that it is there.
        close();
        throw e;
      }
      reached(at, end);
    }

    private FileChannel open() throws IOException {
      if (segment != null && (segment.isSealed() || segment.length() >= limits.segmentBytes())) {
        close();
      }
      return channel == null ? begin() : channel;
    }

    private FileChannel begin() throws IOException {
      Segment next = Segment.create(directory, nextNumber++);
      FileChannel begun =
          FileChannel.open(next.file(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      try {
        writeAll(begun, next.header());
        begun.force(true);
        forceDirectory();
      } catch (IOException e) {
        begun.close();
        Files.deleteIfExists(next.file());
        throw e;
      }
      segment = next;
      channel = begun;
      lock.lock();
      try {
        segments.add(next);
      } finally {
        lock.unlock();
      }
      reached(next, Segment.HEADER_BYTES);
      return begun;
    }

    /** So that the file's name outlives a crash. */
    private void forceDirectory() throws IOException {
      try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
        names.force(true);
      }
    }

    private void reached(Segment at, long length) {
      lock.lock();
      try {
        diskBytes += length - at.length();
        at.reached(length);
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      try {
        if (channel != null) {
          channel.close();
        }
      } catch (IOException e) {
        LOG.warn("the spool {} could not be closed: {}", directory, e.toString());
      }
      if (segment != null) {
        segment.seal();
      }
      channel = null;
      segment = null;
    }
  }

  /** Writes what waits, and gives the directory back; what it holds stays. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      toWrite.signalAll();
      toRead.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      writer.join(TimeUnit.SECONDS.toMillis(10));
      lockFile.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
