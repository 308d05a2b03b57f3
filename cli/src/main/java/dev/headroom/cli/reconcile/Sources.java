package dev.headroom.cli.reconcile;

import dev.headroom.aggregation.config.KafkaSettings;
import dev.headroom.aggregation.config.PriceFiles;
import dev.headroom.cli.store.Store;

/**
 * What is compared.
 *
 * @param kafka of the job
 * @param prices of the job
 * @param jobIsRunning whether rows may be on their way
 */
public record Sources(
    Store store, KafkaSettings kafka, PriceFiles.Prices prices, boolean jobIsRunning) {}
