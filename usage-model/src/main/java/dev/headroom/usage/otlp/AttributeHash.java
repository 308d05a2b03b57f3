package dev.headroom.usage.otlp;

/**
 * The identity of a set of attributes: the sum, in two lanes of 64 bits, of the hashes of its (key,
 * value) entries. A sum does not depend on order, and since every entry is mixed over all 128 bits
 * before it is added, sets that differ have different sums, but for a chance of 2<sup>-128</sup>.
 * Values are hashed by kind and content, not by their encoding.
 */
final class AttributeHash {

  private static final int MAX_DEPTH = 100;
  private static final int LAST_VALUE_FIELD = 8;
  private static final long KEY_SEED = 0x9e3779b97f4a7c15L;
  private static final long INDEX_SEED = 0xc2b2ae3d27d4eb4fL;

  private final Hash128 hash = new Hash128();
  private long sumHigh;
  private long sumLow;
  private boolean dictionary;

  /** Starts an empty set. */
  void clear() {
    sumHigh = 0;
    sumLow = 0;
    dictionary = false;
  }

  long high() {
    return sumHigh;
  }

  long low() {
    return sumLow;
  }

  /** Whether a key or value refers to a dictionary that metrics don't carry. */
  boolean usesDictionary() {
    return dictionary;
  }

  /** Adds the {@code KeyValue} that the cursor has before it. */
  void add(ProtoCursor cursor) throws MalformedOtlpException {
    hash.set(KEY_SEED, ~KEY_SEED);
    entry(cursor, 0);
    sumHigh += hash.high();
    sumLow += hash.low();
  }

  private void entry(ProtoCursor cursor, int depth) throws MalformedOtlpException {
    int outer = cursor.enter();
    int keyAt = cursor.position();
    int keyLength = 0;
    int valueAt = -1;
    int valueLength = 0;
    int keyIndex = 0;
    while (cursor.next()) {
      switch (cursor.field()) {
        case 1 -> {
          keyLength = cursor.length();
          keyAt = cursor.position();
          cursor.advance(keyLength);
        }
        case 2 -> {
          valueLength = cursor.length();
          valueAt = cursor.position();
          cursor.advance(valueLength);
        }
        case 3 -> {
          cursor.expect(ProtoCursor.VARINT);
          keyIndex = (int) cursor.varint();
        }
        default -> cursor.skip();
      }
    }
    if (keyIndex != 0) {
      index(keyIndex);
    }
    hash.bytes(cursor.bytes(), keyAt, keyLength);
    if (valueAt >= 0) {
      int entryEnd = cursor.position();
      cursor.moveTo(valueAt, valueLength);
      value(cursor, depth + 1);
      cursor.moveTo(entryEnd, 0);
    }
    cursor.leave(outer);
  }

  /** Hashes the {@code AnyValue} that fills the rest of the cursor's message. */
  private void value(ProtoCursor cursor, int depth) throws MalformedOtlpException {
    if (depth > MAX_DEPTH) {
      throw new MalformedOtlpException(
          cursor.position(), "attributes are nested deeper than " + MAX_DEPTH);
    }
    while (cursor.next()) {
      if (cursor.field() <= LAST_VALUE_FIELD) {
        hash.number(cursor.field());
      }
      switch (cursor.field()) {
        case 1, 7 -> {
          int length = cursor.length();
          hash.bytes(cursor.bytes(), cursor.position(), length);
          cursor.advance(length);
        }
        case 2 -> {
          cursor.expect(ProtoCursor.VARINT);
          hash.number(cursor.varint() == 0 ? 0 : 1);
        }
        case 3 -> {
          cursor.expect(ProtoCursor.VARINT);
          hash.number(cursor.varint());
        }
        case 4 -> {
          cursor.expect(ProtoCursor.FIXED64);
          hash.number(cursor.fixed64());
        }
        case 5 -> array(cursor, depth);
        case 6 -> list(cursor, depth);
        case 8 -> {
          cursor.expect(ProtoCursor.VARINT);
          index((int) cursor.varint());
        }
        default -> cursor.skip();
      }
    }
  }

  private void index(int index) {
    dictionary = true;
    hash.number(INDEX_SEED ^ index);
  }

  /** Values whose order matters. */
  private void array(ProtoCursor cursor, int depth) throws MalformedOtlpException {
    int outer = cursor.enter();
    while (cursor.next()) {
      if (cursor.field() == 1) {
        int inner = cursor.enter();
        value(cursor, depth + 1);
        cursor.leave(inner);
        hash.number(0);
      } else {
        cursor.skip();
      }
    }
    cursor.leave(outer);
  }

  /** Entries whose order does not matter. */
  private void list(ProtoCursor cursor, int depth) throws MalformedOtlpException {
    int outer = cursor.enter();
    long high = hash.high();
    long low = hash.low();
    long entriesHigh = 0;
    long entriesLow = 0;
    while (cursor.next()) {
      if (cursor.field() == 1) {
        hash.set(KEY_SEED, ~KEY_SEED);
        entry(cursor, depth);
        entriesHigh += hash.high();
        entriesLow += hash.low();
      } else {
        cursor.skip();
      }
    }
    hash.set(high, low);
    hash.pair(entriesHigh, entriesLow);
    cursor.leave(outer);
  }
}
