package org.leastaction.bench.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;

/**
 * One line of records.jsonl, without its line feed: a JSON object, the record, with two more keys. {@code files} has
 * the SHA-256 of each file and folder of the record by its path within the run directory. {@code crc32c}, always the
 * last key, is the CRC-32C of all bytes before it, from the opening brace to the character before its comma, in eight
 * hexadecimal digits.
 *
 * @param files   SHA-256 by path; empty for records of earlier versions
 * @param checked whether the line has a checksum; those of earlier versions have none
 */
record RecordLine(RunRecord record, Map<String, String> files, boolean checked) {

    private static final String FILES = "files";
    private static final byte[] CHECKSUM = ",\"crc32c\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\"}".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGITS = 8;
    private static final int LONGEST = 200;
    private static final Pattern TRACE = Pattern.compile("crc|rc3|c32|32c");
    private static final Set<String> KEYS = Arrays.stream(RunRecord.class.getRecordComponents())
            .map(RecordComponent::getName).collect(Collectors.toUnmodifiableSet());

    RecordLine {
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files)); // in the order of the line
    }

    /** The bytes of a line contradict its checksum, or are not a record. */
    static final class DamagedLineException extends Exception {

        private static final long serialVersionUID = 1L;

        DamagedLineException(String problem) {
            super(problem);
        }
    }

    /** A record that is whole, and that this version cannot read. */
    static final class UnknownRecordException extends Exception {

        private static final long serialVersionUID = 1L;

        UnknownRecordException(String problem) {
            super(problem);
        }
    }

    /** The line of a record, without line feed. */
    static byte[] bytes(RunRecord record, Map<String, String> files) {
        String json = RecordJson.line(record);
        StringBuilder content = new StringBuilder(json).delete(json.length() - 1, json.length());
        if (!files.isEmpty()) {
            content.append(",\"").append(FILES).append("\":").append(RecordJson.line(files));
        }
        byte[] checked = content.toString().getBytes(StandardCharsets.UTF_8);
        String checksum = checksum(checked, 0, checked.length);
        return ByteBuffer.allocate(checked.length + CHECKSUM.length + DIGITS + END.length)
                .put(checked).put(CHECKSUM).put(checksum.getBytes(StandardCharsets.US_ASCII)).put(END).array();
    }

    /** Reads the bytes [from, to). */
    static RecordLine read(byte[] bytes, int from, int to) throws DamagedLineException, UnknownRecordException {
        int end = to;
        while (end > from && isSpace(bytes[end - 1])) {
            end--;
        }
        int checked = end - CHECKSUM.length - DIGITS - END.length;
        boolean hasChecksum = checked > from
                && Arrays.equals(bytes, checked, checked + CHECKSUM.length, CHECKSUM, 0, CHECKSUM.length)
                && Arrays.equals(bytes, end - END.length, end, END, 0, END.length);
        if (hasChecksum) {
            String claimed = new String(bytes, checked + CHECKSUM.length, DIGITS, StandardCharsets.US_ASCII);
            String actual = checksum(bytes, from, checked - from);
            if (!claimed.equals(actual)) {
                throw new DamagedLineException("its checksum differs");
            }
        }
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, end - from)).toString();
            RunRecord record = RecordJson.parse(text);
            if (!hasChecksum) {
                requireNoTraceOfChecksum(text);
                // Every version wrote what was trained or measured; a short fragment of a line may be a record otherwise.
                if (record.training() == null && record.analysis() == null) {
                    throw new DamagedLineException("it has neither a training nor an analysis");
                }
            }
            return new RecordLine(record, hasChecksum ? files(text) : Map.of(), hasChecksum);
        } catch (CharacterCodingException binary) {
            throw new DamagedLineException("it is not text in UTF-8");
        } catch (JsonProcessingException foreign) {
            if (hasChecksum) {
                throw new UnknownRecordException(phrase(foreign.getOriginalMessage()));
            }
            throw new DamagedLineException(phrase(foreign.getOriginalMessage()));
        }
    }

    /** A line without a checksum may have unknown keys, but not one that looks like a damaged checksum. */
    private static void requireNoTraceOfChecksum(String text) throws JsonProcessingException, DamagedLineException {
        for (Map.Entry<String, JsonNode> entry : RecordJson.MAPPER.readTree(text).properties()) {
            boolean resembles = TRACE.matcher(entry.getKey()).find()
                    || (entry.getValue().isTextual() && entry.getValue().asText().length() == DIGITS);
            if (resembles && !KEYS.contains(entry.getKey())) {
                throw new DamagedLineException("its checksum is damaged");
            }
        }
    }

    /** A parser's message, which may quote the line, on one line of limited length. */
    private static String phrase(String message) {
        String line = message.strip().replaceAll("\\s*\\R\\s*", " ").replaceAll("\\p{Cntrl}", "\uFFFD");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }

    private static Map<String, String> files(String text) {
        Map<String, String> files = new LinkedHashMap<>();
        // The files are at the end of the line: the record need not be parsed again.
        int start = text.lastIndexOf(",\"" + FILES + "\":");
        try {
            if (start >= 0 && RecordJson.MAPPER.readTree("{" + text.substring(start + 1))
                    .path(FILES) instanceof ObjectNode all) {
                all.properties().forEach(file -> files.put(file.getKey(), file.getValue().asText()));
            }
        } catch (JsonProcessingException inner) {
            // A key of the same name inside the record, which has no files.
        }
        return files;
    }

    private static String checksum(byte[] bytes, int from, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, from, length);
        return String.format("%08x", checksum.getValue());
    }

    static boolean isSpace(byte value) {
        return value == ' ' || value == '\t' || value == '\r' || value == '\n';
    }
}
