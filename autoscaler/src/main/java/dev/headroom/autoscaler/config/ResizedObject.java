package dev.headroom.autoscaler.config;

import org.jspecify.annotations.Nullable;

/**
 * An object of Kubernetes whose pods are resized in place.
 *
 * @param container of each pod that is resized; null for the only one
 */
public record ResizedObject(ScaledObject object, @Nullable String container, UnitSettings unit) {}
