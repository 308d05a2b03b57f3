/** The workloads and pools of a Kubernetes cluster. */
@NullMarked
package dev.headroom.autoscaler.kubernetes;

import org.jspecify.annotations.NullMarked;
