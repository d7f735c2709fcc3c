package org.leastaction.points.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header of a .npy file.
 *
 * @param element storage format of one number
 * @param order   its byte order
 * @param layout  the order of the numbers
 * @param shape   extents, outermost first
 * @param length  bytes of the header itself
 */
record NpyHeader(Element element, ByteOrder order, Layout layout, int[] shape, long length) {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    /** NumPy writes 118 bytes and reads at most 10,000. The patterns below take quadratic time. */
    private static final int LONGEST = 1 << 16;
    private static final Pattern DTYPE = Pattern.compile("['\"]descr['\"]\\s*:\\s*['\"]([<>|=]?)([^'\"]*)['\"]");
    private static final Pattern STRUCTURED = Pattern.compile("['\"]descr['\"]\\s*:\\s*[\\[(]");
    private static final Pattern ORDER = Pattern.compile("['\"]fortran_order['\"]\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("['\"]shape['\"]\\s*:\\s*\\(([^)]*)\\)");

    /** The order of the numbers. */
    enum Layout {
        ROW_MAJOR,
        COLUMN_MAJOR
    }

    /** Storage format of one number. */
    enum Element {
        F2(2),
        F4(4),
        F8(8),
        /** C's long double, whose format depends on the platform that wrote it: see {@link LongDoubles}. */
        F12(12),
        F16(16),
        B1(1),
        I1(1),
        U1(1),
        I2(2),
        U2(2),
        I4(4),
        U4(4),
        I8(8),
        U8(8);

        final int bytes;

        Element(int bytes) {
            this.bytes = bytes;
        }
    }

    /** Number of values; fails if it exceeds the length of a Java array. */
    int size() throws IOException {
        long product = 1;
        for (int extent : shape) {
            if (extent == 0) {
                return 0;
            }
        }
        for (int extent : shape) {
            product *= extent;
            if (product > Integer.MAX_VALUE - 8) {
                throw new MalformedException(
                        "shape " + Arrays.toString(shape) + " has more elements than the 2^31 that fit");
            }
        }
        return (int) product;
    }

    static NpyHeader read(InputStream in) throws IOException {
        byte[] start = in.readNBytes(8);
        if (start.length < MAGIC.length || !Arrays.equals(MAGIC, Arrays.copyOf(start, MAGIC.length))) {
            throw new MalformedException("not a .npy file: it starts with " + hex(start)
                    + ", not with 93 4e 55 4d 50 59 ('\\x93NUMPY')");
        }
        if (start.length < 8) {
            throw new MalformedException("truncated in the header of the .npy format");
        }
        int version = start[6];
        if (version < 1 || version > 3) {
            throw new MalformedException(".npy version " + version + " is unknown; versions 1 to 3 can be read");
        }
        byte[] length = in.readNBytes(version == 1 ? 2 : 4);
        ByteBuffer lengthBytes = ByteBuffer.wrap(Arrays.copyOf(length, 4)).order(ByteOrder.LITTLE_ENDIAN);
        long headerLength = Integer.toUnsignedLong(lengthBytes.getInt());
        if (headerLength > LONGEST) {
            throw new MalformedException("the .npy header claims " + headerLength + " bytes, and at most " + LONGEST
                    + " are read; this file is damaged");
        }
        byte[] header = in.readNBytes((int) headerLength);
        if (header.length < headerLength || headerLength == 0) {
            throw new MalformedException("truncated in the header of the .npy format");
        }
        Charset charset = version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        return parse(new String(header, charset), start.length + length.length + headerLength);
    }

    private static NpyHeader parse(String text, long length) throws IOException {
        if (STRUCTURED.matcher(text).find()) {
            throw new MalformedException("a structured dtype; a plain array of numbers is needed");
        }
        Matcher dtype = DTYPE.matcher(text);
        Matcher order = ORDER.matcher(text);
        Matcher extents = SHAPE.matcher(text);
        if (!dtype.find() || !order.find() || !extents.find()) {
            throw new MalformedException("the .npy header lacks descr, fortran_order or shape: " + text.strip());
        }
        return new NpyHeader(
                element(dtype.group(2), dtype.group(1)),
                dtype.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
                order.group(1).equals("True") ? Layout.COLUMN_MAJOR : Layout.ROW_MAJOR,
                shape(extents.group(1)),
                length);
    }

    private static Element element(String code, String order) throws IOException {
        for (Element element : Element.values()) {
            if (element.name().equalsIgnoreCase(code)) {
                return element;
            }
        }
        throw new MalformedException("dtype '" + order + code
                + "' cannot be read; booleans, integers and real floating-point numbers can"
                + " (in NumPy: x.astype('float64'))");
    }

    private static int[] shape(String extents) throws IOException {
        try {
            return Arrays.stream(extents.split(","))
                    .map(extent -> extent.strip().replaceAll("L$", ""))
                    .filter(extent -> !extent.isEmpty())
                    .mapToInt(NpyHeader::extent)
                    .toArray();
        } catch (NumberFormatException failure) {
            throw new MalformedException(
                    "the .npy header has the shape (" + extents + "), whole numbers below 2^31 are needed");
        }
    }

    private static int extent(String digits) {
        int extent = Integer.parseInt(digits);
        if (extent < 0) {
            throw new NumberFormatException(digits);
        }
        return extent;
    }

    private static String hex(byte[] bytes) {
        if (bytes.length == 0) {
            return "nothing (it is empty)";
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(bytes.length, MAGIC.length); i++) {
            text.append(i == 0 ? "" : " ").append(String.format("%02x", bytes[i]));
        }
        return text.toString();
    }
}
