/**
 * How much capacity a fleet of workloads should have: what a policy is told, what it answers, and
 * the policies. Pure: time comes as a tick number, and the same ticks give the same answers.
 */
@NullMarked
package dev.headroom.autoscaler.sizing;

import org.jspecify.annotations.NullMarked;
