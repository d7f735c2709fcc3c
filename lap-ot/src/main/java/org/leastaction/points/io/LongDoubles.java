package org.leastaction.points.io;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Converts C's long double to float64. NumPy's name for it, f16, gives the number of bytes but not the format. Two
 * formats are distinguished by the values that they would yield:
 *
 * <ul>
 *   <li>the x87 format of PCs: a significand of 64 bits whose first is 1, 15 bits of exponent, a sign, and padding to
 *       12 or 16 bytes, which NumPy leaves uninitialised;
 *   <li>IEEE 754 binary128 of ARM and RISC-V: 112 bits of fraction, 15 bits of exponent, a sign.
 * </ul>
 *
 * <p>Read in the wrong format, about half of the numbers have a significand without its first bit, or an exponent
 * outside the range of float64. Arrays that would be valid in both formats, or in neither, are refused.
 */
final class LongDoubles {

    private static final int BIAS = 16383;
    private static final int SPECIAL = 0x7fff;
    /** Bound on the exponents of plausible numbers: a little more than the range of float64 on either side of 1. */
    private static final int PLAUSIBLE = 1100;
    private static final int FRACTION_128 = 112;

    private LongDoubles() {}

    /**
     * Numbers converted to float64.
     *
     * @param values  rounded to nearest, ties to even; in the file's order
     * @param rounded number of values that were rounded
     */
    record Decoded(double[] values, int rounded) {}

    /**
     * Decodes the numbers of an array; O(n).
     *
     * @param bytes the bytes of all numbers, in the file's byte order
     * @throws MalformedException if the format is ambiguous, or a number is beyond the range of float64
     */
    static Decoded decode(byte[] bytes, NpyHeader header) throws MalformedException {
        int width = header.element().bytes;
        byte[] ordered = header.order() == ByteOrder.BIG_ENDIAN ? reversed(bytes, width) : bytes;
        ByteBuffer buffer = ByteBuffer.wrap(ordered).order(ByteOrder.LITTLE_ENDIAN);
        int size = bytes.length / width;
        boolean extended = width == 12 || isExtended(buffer, size);
        if (!extended && !isQuadruple(buffer, size)) {
            throw new MalformedException("long double numbers of an unknown format, which depends on the computer that"
                    + " wrote them, or far beyond the range of float64; write them there as float64"
                    + " (in NumPy: x.astype('float64'))");
        }
        double[] values = new double[size];
        int rounded = 0;
        for (int i = 0; i < size; i++) {
            Unpacked number = extended ? extended(buffer, width * i) : quadruple(buffer, width * i);
            values[i] = number.toDouble();
            if (Double.isInfinite(values[i]) && number.exponent() != SPECIAL) {
                throw new MalformedException("number " + i + " is about 2^" + (number.exponent() - BIAS)
                        + ", beyond the range of float64; scale the numbers down");
            }
            rounded += number.isHeld() ? 0 : 1;
        }
        return new Decoded(values, rounded);
    }

    /**
     * The parts of one number: ± significand · 2^(exponent − BIAS − point).
     *
     * @param significand at least 0, with its leading bit
     * @param exponent    biased, from 0 to SPECIAL
     * @param point       bits of the significand after the binary point
     */
    private record Unpacked(boolean negative, BigInteger significand, int exponent, int point) {

        double toDouble() {
            double magnitude;
            if (exponent == SPECIAL) {
                boolean infinite = significand.clearBit(point).signum() == 0;
                magnitude = infinite ? Double.POSITIVE_INFINITY : Double.NaN;
            } else if (significand.signum() == 0) {
                magnitude = 0;
            } else {
                int scale = power();
                int leading = scale + significand.bitLength() - 1;
                if (leading > Double.MAX_EXPONENT) {
                    magnitude = Double.POSITIVE_INFINITY;
                } else if (leading >= Double.MIN_EXPONENT) {
                    magnitude = Math.scalb(significand.doubleValue(), scale);
                } else if (leading < Double.MIN_EXPONENT - 54) {
                    magnitude = 0;
                } else {
                    // Subnormal numbers have fewer bits: round once, to that precision.
                    magnitude = new BigDecimal(significand).divide(new BigDecimal(BigInteger.TWO.pow(-scale)))
                            .doubleValue();
                }
            }
            return negative ? -magnitude : magnitude;
        }

        /** Whether float64 represents this number exactly. */
        boolean isHeld() {
            int lowest = significand.getLowestSetBit();
            return exponent == SPECIAL || significand.signum() == 0
                    || (significand.bitLength() - lowest <= 53 && power() + lowest >= Double.MIN_EXPONENT - 52);
        }

        /** The exponent of the significand's last bit. */
        private int power() {
            return Math.max(exponent, 1) - BIAS - point;
        }
    }

    private static Unpacked extended(ByteBuffer buffer, int at) {
        int top = buffer.getShort(at + 8);
        return new Unpacked(top < 0, unsigned(buffer.getLong(at)), top & SPECIAL, 63);
    }

    private static Unpacked quadruple(ByteBuffer buffer, int at) {
        int top = buffer.getShort(at + 14);
        int exponent = top & SPECIAL;
        BigInteger fraction = unsigned(buffer.getLong(at + 8)).clearBit(63);
        for (int bit = 48; bit < 63; bit++) {
            fraction = fraction.clearBit(bit);
        }
        fraction = fraction.shiftLeft(64).or(unsigned(buffer.getLong(at)));
        return new Unpacked(top < 0, exponent == 0 || exponent == SPECIAL ? fraction : fraction.setBit(FRACTION_128),
                exponent, FRACTION_128);
    }

    /**
     * Whether numbers of 16 bytes are in the x87 format: each has its leading bit set or is 0; and either the padding
     * is 0, or the exponents are plausible and not all numbers are 0.
     */
    private static boolean isExtended(ByteBuffer buffer, int size) {
        boolean padded = true;
        boolean common = true;
        boolean zero = true;
        for (int at = 0; at < 16 * size; at += 16) {
            long significand = buffer.getLong(at);
            int exponent = buffer.getShort(at + 8) & SPECIAL;
            if (significand >= 0 && (significand != 0 || exponent != 0)) {
                return false;
            }
            padded &= buffer.getLong(at + 8) >>> 16 == 0;
            common &= significand == 0 || isCommon(exponent);
            zero &= significand == 0;
        }
        return padded || (common && !zero);
    }

    /** Whether numbers of 16 bytes are plausible in binary128, and not all 0 in the x87 format. */
    private static boolean isQuadruple(ByteBuffer buffer, int size) {
        boolean zero = true;
        for (int at = 0; at < 16 * size; at += 16) {
            boolean none = buffer.getLong(at) == 0 && (buffer.getLong(at + 8) & Long.MAX_VALUE) == 0;
            if (!none && !isCommon(buffer.getShort(at + 14) & SPECIAL)) {
                return false;
            }
            zero &= buffer.getLong(at) == 0 && (buffer.getLong(at + 8) & 0xffff) == 0;
        }
        return !zero;
    }

    private static boolean isCommon(int exponent) {
        return exponent == SPECIAL || Math.abs(exponent - BIAS) <= PLAUSIBLE;
    }

    private static BigInteger unsigned(long bits) {
        BigInteger value = BigInteger.valueOf(bits & Long.MAX_VALUE);
        return bits < 0 ? value.setBit(63) : value;
    }

    private static byte[] reversed(byte[] bytes, int width) {
        byte[] reversed = Arrays.copyOf(bytes, bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[i / width * width + width - 1 - i % width];
        }
        return reversed;
    }
}
