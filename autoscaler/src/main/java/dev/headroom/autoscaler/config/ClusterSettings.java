package dev.headroom.autoscaler.config;

/** Which cluster manager runs the workloads. */
public sealed interface ClusterSettings permits SimulatedSettings, KubernetesSettings {}
