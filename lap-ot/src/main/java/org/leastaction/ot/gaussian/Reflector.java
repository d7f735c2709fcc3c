package org.leastaction.ot.gaussian;

/**
 * A Householder reflection I − τ·u·uᵀ that maps a vector onto its first axis; the first component of u is 1. Mutable:
 * it can be set to other vectors.
 */
final class Reflector {

    /** u, from index {@link #start} on. */
    final double[] u;
    private int start;
    private double tau;
    private double image;

    Reflector(int size) {
        u = new double[size];
    }

    /** Sets the reflection for the vector in {@link #u} from {@code newStart} on, which is overwritten by u. */
    void aim(int newStart) {
        start = newStart;
        double scale = 0;
        for (int i = start; i < u.length; i++) {
            scale = Math.max(scale, Math.abs(u[i]));
        }
        double first = u[start];
        double rest = 0;
        for (int i = start + 1; i < u.length; i++) {
            double scaled = u[i] / scale;
            rest += scaled * scaled;
        }
        if (scale == 0 || rest == 0) {
            tau = 0;
            image = first;
        } else {
            double length = scale * Math.sqrt(rest + first / scale * (first / scale));
            image = first > 0 ? -length : length;
            tau = (image - first) / image;
            double divisor = first - image;
            for (int i = start + 1; i < u.length; i++) {
                u[i] /= divisor;
            }
        }
        u[start] = 1;
    }

    /** Index of the first axis. */
    int start() {
        return start;
    }

    /** τ; 0 if the vector was on the axis already. */
    double tau() {
        return tau;
    }

    /** The first component of the reflected vector: ± its length. */
    double image() {
        return image;
    }
}
