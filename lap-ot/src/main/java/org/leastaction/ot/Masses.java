package org.leastaction.ot;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * Non-negative integers of arbitrary size in one array: the masses of points, or flows between them. Each has the same
 * number of 62-bit words, least significant first; one word suffices for uniform weights and for counts.
 */
public final class Masses {

    private static final int BITS = 62;
    private static final long MASK = (1L << BITS) - 1;

    private final int words;
    private final long[] digits;

    private Masses(int words, long[] digits) {
        this.words = words;
        this.digits = digits;
    }

    /** Zeros with the same number of words as other masses. */
    public static Masses zeros(int size, Masses like) {
        return new Masses(like.words, new long[Math.multiplyExact(size, like.words)]);
    }

    /** The same small number for all entries. */
    static Masses equal(int size, long mass) {
        long[] digits = new long[size];
        Arrays.fill(digits, mass);
        return new Masses(1, digits);
    }

    /** Masses with the given values, each of at most {@code bits} bits. */
    static Masses of(BigInteger[] numbers, int bits) {
        int words = Math.max(1, (bits + BITS - 1) / BITS);
        Masses masses = new Masses(words, new long[Math.multiplyExact(numbers.length, words)]);
        for (int i = 0; i < numbers.length; i++) {
            BigInteger rest = numbers[i];
            for (int w = 0; w < words && rest.signum() > 0; w++) {
                masses.digits[i * words + w] = rest.longValue() & MASK;
                rest = rest.shiftRight(BITS);
            }
        }
        return masses;
    }

    /** Number of entries. */
    public int size() {
        return digits.length / words;
    }

    /** The value of an entry. */
    BigInteger get(int i) {
        BigInteger number = BigInteger.ZERO;
        for (int w = words - 1; w >= 0; w--) {
            number = number.shiftLeft(BITS).add(BigInteger.valueOf(digits[i * words + w]));
        }
        return number;
    }

    /** Whether an entry is 0. */
    public boolean isZero(int i) {
        if (words == 1) {
            return digits[i] == 0;
        }
        for (int w = 0; w < words; w++) {
            if (digits[i * words + w] != 0) {
                return false;
            }
        }
        return true;
    }

    /** The sign of entry i of these minus entry j of others. */
    public int compare(int i, Masses others, int j) {
        if (words == 1) {
            return Long.compare(digits[i], others.digits[j]);
        }
        for (int w = words - 1; w >= 0; w--) {
            long a = digits[i * words + w];
            long b = others.digits[j * words + w];
            if (a != b) {
                return a < b ? -1 : 1;
            }
        }
        return 0;
    }

    /** Sets entry i to entry j of others. */
    public void set(int i, Masses others, int j) {
        if (words == 1) {
            digits[i] = others.digits[j];
        } else {
            System.arraycopy(others.digits, j * words, digits, i * words, words);
        }
    }

    /** Sets entry i to the greatest representable value, which exceeds any sum of masses. */
    public void setGreatest(int i) {
        Arrays.fill(digits, i * words, (i + 1) * words, words == 1 ? Long.MAX_VALUE : MASK);
    }

    /** Adds entry j of others to entry i. */
    public void add(int i, Masses others, int j) {
        if (words == 1) {
            digits[i] += others.digits[j];
            return;
        }
        long carry = 0;
        for (int w = 0; w < words; w++) {
            long sum = digits[i * words + w] + others.digits[j * words + w] + carry;
            digits[i * words + w] = sum & MASK;
            carry = sum >>> BITS;
        }
    }

    /** Subtracts entry j of others, which must not be greater, from entry i. */
    public void subtract(int i, Masses others, int j) {
        if (words == 1) {
            digits[i] -= others.digits[j];
            return;
        }
        long borrow = 0;
        for (int w = 0; w < words; w++) {
            long difference = digits[i * words + w] - others.digits[j * words + w] - borrow;
            borrow = difference < 0 ? 1 : 0;
            digits[i * words + w] = difference & MASK;
        }
    }

    /** Entry i divided by entry j of others, which must be above 0, rounded to double precision. */
    public double quotient(int i, Masses others, int j) {
        if (words == 1) {
            return (double) digits[i] / others.digits[j];
        }
        int top = top(i);
        int otherTop = others.top(j);
        return Math.scalb(leading(i, top) / others.leading(j, otherTop), BITS * (top - otherTop));
    }

    /** The entries of some indices, copied. */
    public Masses select(int[] indices) {
        Masses selected = new Masses(words, new long[indices.length * words]);
        for (int k = 0; k < indices.length; k++) {
            selected.set(k, this, indices[k]);
        }
        return selected;
    }

    /** A copy of all entries. */
    public Masses copy() {
        return new Masses(words, digits.clone());
    }

    private int top(int i) {
        int top = words - 1;
        while (top > 0 && digits[i * words + top] == 0) {
            top--;
        }
        return top;
    }

    /** The value in units of the word {@code top}, from that word and the next two. */
    private double leading(int i, int top) {
        double value = 0;
        for (int w = Math.max(0, top - 2); w <= top; w++) {
            value = value * 0x1p-62 + digits[i * words + w];
        }
        return value;
    }
}
