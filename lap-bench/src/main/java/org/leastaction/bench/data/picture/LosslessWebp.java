package org.leastaction.bench.data.picture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A lossless WebP picture (RFC 9649, section 3). Decoding takes work and memory in proportion to the pixels and to the
 * bytes of the frame: every transform occurs at most once, codes are stored only if they are used, and the end of the
 * frame is an error.
 */
final class LosslessWebp {

    /** By their numbers. */
    private static final List<WebpTransform.Kind> KINDS = List.of(WebpTransform.Kind.PREDICTION,
            WebpTransform.Kind.COLOUR, WebpTransform.Kind.GREEN, WebpTransform.Kind.PALETTE);
    private static final int SIGNATURE = 0x2f;
    private static final int LITERALS = 256;
    private static final int LENGTHS = 24;
    private static final int DISTANCES = 40;
    private static final int MOST_CACHE_BITS = 11;
    private static final int CACHE_FACTOR = 0x1e35a7bd;
    /** Neighbours (x, y) of a pixel, to the left and above, nearest first: x and y of the k-th at 2k and 2k + 1. */
    private static final int[] NEIGHBOURS = neighbours();

    private final Bits in;
    private final int width;
    private final int height;

    /**
     * Reads the header.
     *
     * @param frame the content of the chunk VP8L
     */
    LosslessWebp(ByteBuffer frame) throws IOException {
        in = new Bits(frame);
        if (in.read(8) != SIGNATURE) {
            throw new IOException("its frame does not begin as lossless WebP");
        }
        width = in.read(14) + 1;
        height = in.read(14) + 1;
        in.read(1); // whether there is transparency, which is ignored
        if (in.read(3) != 0) {
            throw new IOException("it is of an unknown version of lossless WebP");
        }
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** Decodes the picture; once. */
    Picture decode() throws IOException {
        Deque<WebpTransform> transforms = new ArrayDeque<>();
        EnumSet<WebpTransform.Kind> kinds = EnumSet.noneOf(WebpTransform.Kind.class);
        int packed = width;
        while (in.read(1) == 1) {
            WebpTransform.Kind kind = KINDS.get(in.read(2));
            if (!kinds.add(kind)) {
                throw new IOException("it has a transform twice");
            }
            WebpTransform transform = transform(kind, packed);
            packed = transform.packedWidth(packed);
            transforms.push(transform);
        }
        int[] pixels = image(packed, height, true);
        for (WebpTransform transform : transforms) {
            packed = transform.kind() == WebpTransform.Kind.PALETTE ? width : packed;
            pixels = transform.inverse(pixels, packed, height);
        }
        byte[] samples = new byte[3 * width * height];
        for (int i = 0; i < pixels.length; i++) {
            samples[3 * i] = (byte) (pixels[i] >> 16);
            samples[3 * i + 1] = (byte) (pixels[i] >> 8);
            samples[3 * i + 2] = (byte) pixels[i];
        }
        return new Picture(samples, height, width, 3);
    }

    private WebpTransform transform(WebpTransform.Kind kind, int packed) throws IOException {
        return switch (kind) {
            case PREDICTION, COLOUR -> {
                int bits = in.read(3) + 2;
                yield new WebpTransform(kind, bits,
                        image(WebpTransform.blocks(packed, bits), WebpTransform.blocks(height, bits), false));
            }
            case GREEN -> new WebpTransform(kind, 0, new int[0]);
            case PALETTE -> {
                int colours = in.read(8) + 1;
                yield WebpTransform.ofPalette(image(colours, 1, false));
            }
        };
    }

    /** An image of [height, width] pixels ARGB; only the main one may have several groups of codes. */
    private int[] image(int columns, int rows, boolean main) throws IOException {
        int cacheBits = in.read(1) == 1 ? in.read(4) : 0;
        if (cacheBits > MOST_CACHE_BITS) {
            throw new IOException("it has a colour cache of 2^" + cacheBits + " colours; at most 2^11 are possible");
        }
        int[] cache = new int[cacheBits == 0 ? 0 : 1 << cacheBits];
        boolean grouped = main && in.read(1) == 1;
        int groupBits = grouped ? in.read(3) + 2 : 0;
        int groupColumns = WebpTransform.blocks(columns, groupBits);
        int[] groups = grouped ? image(groupColumns, WebpTransform.blocks(rows, groupBits), false) : new int[1];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = (groups[i] >> 8) & 0xffff;
        }
        PrefixCode[][] codes = codes(groups, LITERALS + LENGTHS + cache.length);

        int[] pixels = new int[columns * rows];
        int at = 0;
        while (at < pixels.length) {
            int group =
                    grouped ? groups[((at / columns) >> groupBits) * groupColumns + ((at % columns) >> groupBits)] : 0;
            PrefixCode[] code = codes[group];
            int symbol = code[0].read(in);
            int count = 1;
            if (symbol < LITERALS) {
                int red = code[1].read(in);
                int blue = code[2].read(in);
                pixels[at] = (code[3].read(in) << 24) | (red << 16) | (symbol << 8) | blue;
            } else if (symbol < LITERALS + LENGTHS) {
                count = number(symbol - LITERALS);
                int distance = distance(number(code[4].read(in)), columns);
                if (distance > at || count > pixels.length - at) {
                    throw new IOException("it copies pixels from outside the picture, or to there");
                }
                for (int k = at; k < at + count; k++) {
                    pixels[k] = pixels[k - distance];
                }
            } else {
                pixels[at] = cache[symbol - LITERALS - LENGTHS];
            }
            for (int k = at; cacheBits > 0 && k < at + count; k++) {
                cache[(pixels[k] * CACHE_FACTOR) >>> (Integer.SIZE - cacheBits)] = pixels[k];
            }
            at += count;
        }
        return pixels;
    }

    /** The codes of each group up to the largest that is used: green with lengths and cache, red, blue, alpha, distance. */
    private PrefixCode[][] codes(int[] groups, int greens) throws IOException {
        boolean[] used = new boolean[1 << Character.SIZE];
        int count = 0;
        for (int group : groups) {
            used[group] = true;
            count = Math.max(count, group + 1);
        }
        PrefixCode[][] codes = new PrefixCode[count][];
        int[] alphabets = {greens, LITERALS, LITERALS, LITERALS, DISTANCES};
        for (int group = 0; group < count; group++) {
            PrefixCode[] of = new PrefixCode[alphabets.length];
            for (int k = 0; k < of.length; k++) {
                of[k] = PrefixCode.read(in, alphabets[k]);
            }
            if (used[group]) {
                codes[group] = of;
            }
        }
        return codes;
    }

    /** A length or a distance code: the symbol gives the range, and further bits the place in it. */
    private int number(int symbol) throws IOException {
        if (symbol < 4) {
            return symbol + 1;
        }
        int extra = (symbol - 2) >> 1;
        return ((2 + (symbol & 1)) << extra) + in.read(extra) + 1;
    }

    private static int distance(int code, int columns) {
        int neighbours = NEIGHBOURS.length / 2;
        if (code > neighbours) {
            return code - neighbours;
        }
        return Math.max(1, NEIGHBOURS[2 * code - 2] + NEIGHBOURS[2 * code - 1] * columns);
    }

    private static int[] neighbours() {
        return IntStream.rangeClosed(-7, 8).boxed()
                .flatMap(x -> IntStream.rangeClosed(0, 7).mapToObj(y -> new int[] {x, y}))
                .filter(at -> at[0] > 0 || at[1] > 0)
                .sorted(Comparator.<int[]>comparingInt(at -> at[0] * at[0] + at[1] * at[1])
                        .thenComparingInt(at -> Math.abs(at[0])).thenComparingInt(at -> -at[0]))
                .flatMapToInt(Arrays::stream).toArray();
    }

    /** Bits from the least significant on. */
    private static final class Bits {

        private final byte[] bytes;
        private final long end;
        private long position;

        Bits(ByteBuffer content) {
            bytes = new byte[content.remaining()];
            content.duplicate().get(bytes);
            end = (long) Byte.SIZE * bytes.length;
        }

        /** A number of at most 24 bits. */
        int read(int count) throws IOException {
            if (position + count > end) {
                throw new IOException("it ends too early");
            }
            int first = (int) (position >> 3);
            int offset = (int) (position & 7);
            int word = 0;
            for (int k = 0; Byte.SIZE * k < offset + count; k++) {
                word |= Byte.toUnsignedInt(bytes[first + k]) << (Byte.SIZE * k);
            }
            position += count;
            return (word >>> offset) & ((1 << count) - 1);
        }
    }

    /** A canonical prefix code: shorter codes first, those of one length in the order of their symbols. */
    private record PrefixCode(int[] countOfLength, int[] symbols) {

        private static final int MOST_BITS = 15;
        private static final int[] ORDER = {17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
        private static final int REPEAT = 16;

        static PrefixCode read(Bits in, int alphabet) throws IOException {
            if (in.read(1) == 1) {
                int count = in.read(1) + 1;
                int first = in.read(in.read(1) == 0 ? 1 : 8);
                int second = count == 2 ? in.read(8) : first;
                int[] lengths = new int[alphabet];
                if (first >= alphabet || second >= alphabet) {
                    throw new IOException("it has a code for a symbol that does not exist");
                }
                lengths[first] = 1;
                lengths[second] = 1;
                return of(lengths);
            }
            int[] lengthsOfLengths = new int[ORDER.length];
            int count = in.read(4) + 4;
            for (int k = 0; k < count; k++) {
                lengthsOfLengths[ORDER[k]] = in.read(3);
            }
            PrefixCode code = of(lengthsOfLengths);
            int left = in.read(1) == 0 ? alphabet : 2 + in.read(2 + 2 * in.read(3));
            if (left > alphabet) {
                throw new IOException("it has more code lengths than symbols");
            }
            return of(lengths(in, code, alphabet, left));
        }

        private static int[] lengths(Bits in, PrefixCode code, int alphabet, int reads) throws IOException {
            int[] lengths = new int[alphabet];
            int previous = 8;
            int at = 0;
            for (int k = 0; k < reads && at < alphabet; k++) {
                int symbol = code.read(in);
                if (symbol < REPEAT) {
                    lengths[at++] = symbol;
                    previous = symbol == 0 ? previous : symbol;
                    continue;
                }
                int length = symbol == REPEAT ? previous : 0;
                int times = switch (symbol) {
                    case REPEAT -> 3 + in.read(2);
                    case 17 -> 3 + in.read(3);
                    default -> 11 + in.read(7);
                };
                if (times > alphabet - at) {
                    throw new IOException("it has more code lengths than symbols");
                }
                Arrays.fill(lengths, at, at + times, length);
                at += times;
            }
            return lengths;
        }

        private static PrefixCode of(int[] lengths) throws IOException {
            int[] counts = new int[MOST_BITS + 1];
            for (int length : lengths) {
                counts[length]++;
            }
            counts[0] = 0;
            int[] next = new int[MOST_BITS + 2];
            int unused = 1;
            for (int length = 1; length <= MOST_BITS; length++) {
                next[length + 1] = next[length] + counts[length];
                unused = 2 * unused - counts[length];
                if (unused < 0) {
                    throw new IOException("it has a prefix code that is ambiguous");
                }
            }
            int[] symbols = new int[next[MOST_BITS + 1]];
            for (int symbol = 0; symbol < lengths.length; symbol++) {
                if (lengths[symbol] > 0) {
                    symbols[next[lengths[symbol]]++] = symbol;
                }
            }
            // The only symbol of a code takes no bits, whatever its length.
            if (symbols.length != 1 && unused > 0) {
                throw new IOException("it has a prefix code that is incomplete");
            }
            return new PrefixCode(counts, symbols);
        }

        int read(Bits in) throws IOException {
            if (symbols.length == 1) {
                return symbols[0];
            }
            int code = 0;
            int first = 0;
            int before = 0;
            for (int length = 1;; length++) {
                code = (code << 1) | in.read(1);
                int count = countOfLength[length];
                if (code - first < count) {
                    return symbols[before + code - first];
                }
                before += count;
                first = (first + count) << 1;
            }
        }
    }
}
