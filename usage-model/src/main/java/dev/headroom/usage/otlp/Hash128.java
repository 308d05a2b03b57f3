package dev.headroom.usage.otlp;

/**
 * A running 128-bit hash: each step takes what was hashed so far as its seed. The mixing is that of
 * MurmurHash3 x64_128 (Austin Appleby, public domain). Not meant against an adversary: whoever
 * forges a collision confuses only series of his own.
 */
final class Hash128 {

  private static final long C1 = 0x87c37b91114253d5L;
  private static final long C2 = 0x4cf5ad432745937fL;

  private long high;
  private long low;

  long high() {
    return high;
  }

  long low() {
    return low;
  }

  void set(long newHigh, long newLow) {
    high = newHigh;
    low = newLow;
  }

  void bytes(byte[] bytes, int offset, int length) {
    int i = offset;
    int end = offset + length;
    for (; end - i >= 16; i += 16) {
      block(ProtoCursor.fixed64At(bytes, i), ProtoCursor.fixed64At(bytes, i + 8));
    }
    long first = 0;
    long second = 0;
    if (end - i >= 8) {
      first = ProtoCursor.fixed64At(bytes, i);
      second = tail(bytes, i + 8, end);
    } else {
      first = tail(bytes, i, end);
    }
    block(first, second);
    finish(length);
  }

  /** A number of a fixed meaning, such as the kind of what follows. */
  void number(long value) {
    block(value, 0);
    finish(Long.BYTES);
  }

  /** Two numbers: another hash. */
  void pair(long otherHigh, long otherLow) {
    block(otherHigh, otherLow);
    finish(2 * Long.BYTES);
  }

  private static long tail(byte[] bytes, int from, int end) {
    long value = 0;
    for (int i = end - 1; i >= from; i--) {
      value = (value << 8) | (bytes[i] & 0xff);
    }
    return value;
  }

  private void block(long first, long second) {
    high ^= Long.rotateLeft(first * C1, 31) * C2;
    high = (Long.rotateLeft(high, 27) + low) * 5 + 0x52dce729L;
    low ^= Long.rotateLeft(second * C2, 33) * C1;
    low = (Long.rotateLeft(low, 31) + high) * 5 + 0x38495ab5L;
  }

  private void finish(int length) {
    high ^= length;
    low ^= length;
    high += low;
    low += high;
    high = mixed(high);
    low = mixed(low);
    high += low;
    low += high;
  }

  private static long mixed(long value) {
    long mixed = (value ^ (value >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }
}
