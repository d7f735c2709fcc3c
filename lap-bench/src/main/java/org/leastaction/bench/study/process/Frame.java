package org.leastaction.bench.study.process;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A message between a parent and a child: one byte for its kind, four for the length of its content, the content.
 *
 * @param content text in UTF-8 unless the kind specifies another form
 */
record Frame(Kind kind, byte[] content) {

    /** The kinds, each with the character that stands for it. */
    enum Kind {
        /** To the child, as the first message: an {@link ChildAssignment}. */
        ASSIGNMENT('A'),
        /** To the child: units whose data and encoders it must be able to read; answered by READY or REFUSED. */
        CHECK('C'),
        /** To the child: a unit; answered by any number of STEPS and REMARK, then by RESULT or FAILED. */
        UNIT('U'),
        /** The child is ready for units. */
        READY('R'),
        /** The child cannot work here; the reason. */
        REFUSED('X'),
        /** Steps that were just completed, as a decimal number. */
        STEPS('S'),
        /** A remark of the backend. */
        REMARK('M'),
        /** The results of a unit, as {@link org.leastaction.bench.record.RunResult#bytes} writes them. */
        RESULT('D'),
        /** A unit failed; the reason. */
        FAILED('F');

        private final char code;

        Kind(char code) {
            this.code = code;
        }
    }

    static Frame of(Kind kind, String text) {
        return new Frame(kind, text.getBytes(StandardCharsets.UTF_8));
    }

    String text() {
        return new String(content, StandardCharsets.UTF_8);
    }

    void write(DataOutputStream out) throws IOException {
        out.writeByte(kind.code);
        out.writeInt(content.length);
        out.write(content);
        out.flush();
    }

    /**
     * Reads the next frame.
     *
     * @return empty at the end of the stream
     * @throws IOException if the stream ends within a frame, or does not contain frames
     */
    static Optional<Frame> read(DataInputStream in) throws IOException {
        int code = in.read();
        if (code < 0) {
            return Optional.empty();
        }
        Optional<Kind> kind = Stream.of(Kind.values()).filter(one -> one.code == code).findFirst();
        int length = in.readInt();
        if (kind.isEmpty() || length < 0) {
            throw new IOException("the stream between the processes of a study is damaged");
        }
        byte[] content = in.readNBytes(length);
        if (content.length < length) {
            throw new EOFException("the stream between the processes of a study ended within a message");
        }
        return Optional.of(new Frame(kind.get(), content));
    }
}
