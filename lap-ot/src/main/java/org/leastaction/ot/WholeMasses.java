package org.leastaction.ot;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The weights of a problem as integers with a common sum. They represent the original weights exactly, without
 * rounding: masses add up exactly, ties remain ties, and no weight is too small to count.
 *
 * <p>A double is an integer times a power of 2, so weights become integers times a common power of 2. With sums V of
 * the sources and W of the targets, a source of weight v has the mass v·W/g and a target of weight w has w·V/g, where g
 * is the greatest common divisor of V and W. Uniform weights and counts take 62 bits, random doubles about 140, and
 * weights of very different magnitude as many as their range requires.
 */
public final class WholeMasses {

    private static final int FRACTION_BITS = 52;
    private static final int SMALLEST_EXPONENT = Double.MIN_EXPONENT - FRACTION_BITS;

    private final Masses sources;
    private final Masses targets;
    private final Masses total;

    private WholeMasses(Masses sources, Masses targets, Masses total) {
        this.sources = sources;
        this.targets = targets;
        this.total = total;
    }

    /** The masses of a problem's weights. */
    public static WholeMasses of(TransportProblem problem) {
        return of(problem.a(), problem.b());
    }

    /**
     * The masses of sources with weights a and targets with weights b. O(n + m) operations on numbers of their size.
     */
    public static WholeMasses of(Weights a, Weights b) {
        if (a.isUniform() && b.isUniform()) {
            long divisor = BigInteger.valueOf(a.size()).gcd(BigInteger.valueOf(b.size())).longValue();
            return new WholeMasses(Masses.equal(a.size(), b.size() / divisor),
                    Masses.equal(b.size(), a.size() / divisor), Masses.equal(1, a.size() * (b.size() / divisor)));
        }
        BigInteger[] ofA = whole(a);
        BigInteger[] ofB = whole(b);
        BigInteger sumA = sum(ofA);
        BigInteger sumB = sum(ofB);
        BigInteger divisor = sumA.gcd(sumB);
        BigInteger total = sumA.multiply(sumB.divide(divisor));
        int bits = total.bitLength();
        return new WholeMasses(Masses.of(times(ofA, sumB.divide(divisor)), bits),
                Masses.of(times(ofB, sumA.divide(divisor)), bits), Masses.of(new BigInteger[] {total}, bits));
    }

    /** Masses of the sources: the internal object, which must not be modified. */
    public Masses sources() {
        return sources;
    }

    /** Masses of the targets: the internal object, which must not be modified. */
    public Masses targets() {
        return targets;
    }

    /** The sum of either side, as a single entry. */
    public Masses total() {
        return total;
    }

    /** Integers in proportion to the weights. */
    private static BigInteger[] whole(Weights weights) {
        if (weights.isUniform()) {
            BigInteger[] ones = new BigInteger[weights.size()];
            Arrays.fill(ones, BigInteger.ONE);
            return ones;
        }
        int unit = IntStream.range(0, weights.size()).mapToDouble(weights::given).filter(w -> w > 0)
                .mapToInt(WholeMasses::unit).min().orElse(0);
        BigInteger[] whole = new BigInteger[weights.size()];
        Arrays.setAll(whole, i -> whole(weights.given(i), unit));
        return whole;
    }

    /** The greatest e for which w is an integer multiple of 2^e. */
    private static int unit(double w) {
        long significand = significand(w);
        return exponent(w) + Long.numberOfTrailingZeros(significand);
    }

    private static BigInteger whole(double w, int unit) {
        int shift = w == 0 ? 0 : exponent(w) - unit;
        BigInteger significand = BigInteger.valueOf(w == 0 ? 0 : significand(w));
        return shift >= 0 ? significand.shiftLeft(shift) : significand.shiftRight(-shift);
    }

    private static long significand(double w) {
        long bits = Double.doubleToLongBits(w);
        long fraction = bits & (1L << FRACTION_BITS) - 1;
        return bits >>> FRACTION_BITS == 0 ? fraction : fraction | 1L << FRACTION_BITS;
    }

    private static int exponent(double w) {
        return Math.max(SMALLEST_EXPONENT, Math.getExponent(w) - FRACTION_BITS);
    }

    private static BigInteger sum(BigInteger[] numbers) {
        BigInteger sum = BigInteger.ZERO;
        for (BigInteger number : numbers) {
            sum = sum.add(number);
        }
        return sum;
    }

    private static BigInteger[] times(BigInteger[] numbers, BigInteger factor) {
        BigInteger[] products = numbers.clone();
        Arrays.setAll(products, i -> numbers[i].multiply(factor));
        return products;
    }
}
