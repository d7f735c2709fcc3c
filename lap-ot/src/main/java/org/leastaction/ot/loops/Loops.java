package org.leastaction.ot.loops;

import java.util.Optional;

/**
 * The innermost loops over arrays. {@link #fastest()} takes those of the Vector API if the JVM was started with {@code
 * --add-modules jdk.incubator.vector} and its vectors have 256 or 512 bits, and plain Java otherwise, or if the system
 * property {@code lap.vector} is {@code false}. Both return the same numbers up to rounding, within the bounds stated
 * here; NaN and infinities come out alike. Immutable; may be called by several threads.
 */
public interface Loops {

    /** Greatest magnitude of an exponent for which sums are neither 0 nor infinite. */
    double LARGEST_EXPONENT = 696;
    /** Greatest magnitude of an exponent in single precision. */
    float LARGEST_FLOAT_EXPONENT = 21.76f;

    /** Short name for people: "plain Java" or "Vector API, 512 bits". */
    String label();

    /** Zeros for a block of columns of q coordinates, in the layout of {@link #products}; columns a multiple of 32. */
    float[][] packed(int q, int columns);

    /** Sets one coordinate of one column of a block. */
    void pack(float[][] packed, int coordinate, int column, float value);

    /**
     * Products of some rows with one block of columns, in single precision.
     *
     * @param rows    [n, q], row-major
     * @param wanted  indices of the rows
     * @param count   number of rows
     * @param packed  filled by {@link #pack}
     * @param results an array of {@code columns} numbers per wanted row. Modified.
     */
    void products(float[] rows, int q, int[] wanted, int count, float[][] packed, float[][] results);

    /** A number k such that products of q coordinates are wrong by at most k·2⁻²⁴·‖z‖·‖w‖ to first order. */
    double roundings(int q);

    /** Σ (a[p + k] − b[q + k])² for k from 0 to d − 1; O(d). */
    double squaredDistance(double[] a, int p, double[] b, int q, int d);

    /**
     * Replaces numbers of magnitude up to {@link #LARGEST_EXPONENT} by their exponentials. The relative error is
     * about 10⁻¹² up to a magnitude of 40, the range of the terms that matter, 3·10⁻¹⁰ up to 100 and 3·10⁻⁴ at the ends.
     */
    void exponentiate(double[] t);

    /**
     * Replaces numbers of magnitude up to {@link #LARGEST_FLOAT_EXPONENT} by their exponentials, with a relative error
     * below 1.5·10⁻⁵.
     */
    void exponentiate(float[] t);

    /**
     * sums[k] += weight·e^(u + v[k] + a·first[k] + b·second[k]) in single precision, with exponents clamped to the magnitude
     * {@link #LARGEST_FLOAT_EXPONENT} and errors as in {@link #exponentiate(float[])}, beside the rounding of the exponent.
     *
     * @param scratch Modified. All arrays have the same length.
     */
    void addExponentials(float u, float[] v, float a, float[] first, float b, float[] second, float weight,
            float[] scratch, float[] sums);

    /** The fastest loops that this JVM can run. */
    static Loops fastest() {
        return Chosen.FASTEST;
    }

    /** Plain Java, in the form that HotSpot's C2 vectorises. */
    static Loops plain() {
        return PlainLoops.INSTANCE;
    }

    /** The Vector API's loops, if this JVM has them. */
    static Optional<Loops> vector() {
        return Chosen.VECTOR;
    }

    /** The choice, made once. */
    final class Chosen {

        private static final String MODULE = "jdk.incubator.vector";
        /** Narrower vectors were not measured, wider ones do not divide a block of columns. */
        private static final int LEAST_BITS = 256;
        private static final int MOST_BITS = 512;
        private static final Optional<Loops> VECTOR = load();
        private static final Loops FASTEST = "false".equals(System.getProperty("lap.vector"))
                ? PlainLoops.INSTANCE : VECTOR.orElse(PlainLoops.INSTANCE);

        private Chosen() {}

        /** By name: the class is compiled only if the JDK has the module. */
        private static Optional<Loops> load() {
            if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
                return Optional.empty();
            }
            try {
                VectorBits loops = Class.forName("org.leastaction.ot.loops.VectorLoops")
                        .asSubclass(VectorBits.class).getDeclaredConstructor().newInstance();
                return loops.bits() < LEAST_BITS || loops.bits() > MOST_BITS ? Optional.empty() : Optional.of(loops);
            } catch (ReflectiveOperationException | LinkageError absent) {
                return Optional.empty();
            }
        }
    }

    /** Loops whose vectors have a number of bits. */
    interface VectorBits extends Loops {
        int bits();
    }
}
