package org.leastaction.flow.backend;

import java.util.Objects;

/**
 * Threads, device and precision of a backend's computations, and whether models are trusted.
 *
 * @param threads   threads of one operation, at least 1; results are reproducible bit for bit only for the same number
 * @param device    "auto", "cpu" or "gpu"
 * @param precision precision of training steps; inference is always in single precision
 * @param trust     whether models may do more than compute
 */
public record Execution(int threads, String device, Precision precision, ModelTrust trust) {

    /** @throws IllegalArgumentException if there is no thread, or the device is not one of the three */
    public Execution {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, not " + threads);
        }
        if (!Objects.requireNonNull(device, "device").matches("auto|cpu|gpu")) {
            throw new IllegalArgumentException("device must be auto, cpu or gpu, not '" + device + "'");
        }
        Objects.requireNonNull(precision, "precision");
        Objects.requireNonNull(trust, "trust");
    }

    /** Models are not trusted. */
    public Execution(int threads, String device, Precision precision) {
        this(threads, device, precision, ModelTrust.NONE);
    }

    /** In single precision. */
    public Execution(int threads, String device) {
        this(threads, device, Precision.FLOAT);
    }

    /** All processors, device chosen by the backend. */
    public static Execution defaults() {
        return new Execution(Runtime.getRuntime().availableProcessors(), "auto");
    }

    public Execution withThreads(int newThreads) {
        return new Execution(newThreads, device, precision, trust);
    }

    public Execution withPrecision(Precision newPrecision) {
        return new Execution(threads, device, newPrecision, trust);
    }

    public Execution withTrust(ModelTrust newTrust) {
        return new Execution(threads, device, precision, newTrust);
    }

    /** The arithmetic of a training step. Weights and the optimiser's state are always in single precision. */
    public enum Precision {
        /** Single precision throughout. */
        FLOAT,
        /**
         * Convolutions take bfloat16 inputs (8 bits of mantissa) and accumulate in single precision, where supported;
         * states and all other operations are in single precision.
         */
        MIXED
    }
}
