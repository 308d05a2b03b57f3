package dev.headroom.aggregation.config;

/** Where the state lives between checkpoints. */
public enum StateBackend {
  /** Objects on the heap: the fastest, as long as all resources and windows fit. */
  HASHMAP,
  /** RocksDB on the local disk, with incremental checkpoints. */
  ROCKSDB
}
