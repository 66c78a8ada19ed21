//! Exceptions: layout, classes, tracebacks.

use gilscope_heap::{Kind, Value};

use crate::native::{NativeDef, TypeDef, TypeFlags};
use crate::types::class;
use crate::{Cx, Res};

/// Payload words of every exception.
pub const DICT: usize = 0;
pub const ARGS: usize = 1;
pub const CAUSE: usize = 2;
pub const CONTEXT: usize = 3;
pub const TRACEBACK: usize = 4;
/// `__suppress_context__`
pub const SUPPRESS: usize = 5;
/// Words that some classes use: StopIteration.value and SystemExit.code in EXTRA; NameError.name, and
/// AttributeError's and ImportError's name in EXTRA, obj / path in EXTRA + 1, msg in EXTRA + 2; SyntaxError's msg,
/// filename, lineno, offset, text, end_lineno, end_offset, print_file_and_line from EXTRA on; OSError's errno, strerror,
/// filename; exception groups' message and tuple of exceptions; Unicode errors' five.
pub const EXTRA: usize = 6;
pub const WORDS: usize = EXTRA + 8;

macro_rules! exceptions {
    ($($id:ident $name:literal $base:ident;)*) => {
        $(pub static $id: TypeDef = TypeDef::new($name, Kind::Exception, WORDS as u8, NONE)
            .base(&$base)
            .flags(FLAGS);)*

        pub static TYPES: &[&TypeDef] = &[&BASE_EXCEPTION, $(&$id),*];
    };
}

const FLAGS: TypeFlags = TypeFlags::BASE.or(TypeFlags::EXCEPTION);

static NONE: &[NativeDef] = &[];

pub static BASE_EXCEPTION: TypeDef = TypeDef::new("BaseException", Kind::Exception, WORDS as u8, NONE).flags(FLAGS);

exceptions! {
    BASE_EXCEPTION_GROUP "BaseExceptionGroup" BASE_EXCEPTION;
    GENERATOR_EXIT "GeneratorExit" BASE_EXCEPTION;
    KEYBOARD_INTERRUPT "KeyboardInterrupt" BASE_EXCEPTION;
    SYSTEM_EXIT "SystemExit" BASE_EXCEPTION;
    EXCEPTION "Exception" BASE_EXCEPTION;
    ARITHMETIC_ERROR "ArithmeticError" EXCEPTION;
    FLOATING_POINT_ERROR "FloatingPointError" ARITHMETIC_ERROR;
    OVERFLOW_ERROR "OverflowError" ARITHMETIC_ERROR;
    ZERO_DIVISION_ERROR "ZeroDivisionError" ARITHMETIC_ERROR;
    ASSERTION_ERROR "AssertionError" EXCEPTION;
    ATTRIBUTE_ERROR "AttributeError" EXCEPTION;
    BUFFER_ERROR "BufferError" EXCEPTION;
    EOF_ERROR "EOFError" EXCEPTION;
    IMPORT_ERROR "ImportError" EXCEPTION;
    MODULE_NOT_FOUND_ERROR "ModuleNotFoundError" IMPORT_ERROR;
    LOOKUP_ERROR "LookupError" EXCEPTION;
    INDEX_ERROR "IndexError" LOOKUP_ERROR;
    KEY_ERROR "KeyError" LOOKUP_ERROR;
    MEMORY_ERROR "MemoryError" EXCEPTION;
    NAME_ERROR "NameError" EXCEPTION;
    UNBOUND_LOCAL_ERROR "UnboundLocalError" NAME_ERROR;
    OS_ERROR "OSError" EXCEPTION;
    BLOCKING_IO_ERROR "BlockingIOError" OS_ERROR;
    CHILD_PROCESS_ERROR "ChildProcessError" OS_ERROR;
    CONNECTION_ERROR "ConnectionError" OS_ERROR;
    BROKEN_PIPE_ERROR "BrokenPipeError" CONNECTION_ERROR;
    CONNECTION_ABORTED_ERROR "ConnectionAbortedError" CONNECTION_ERROR;
    CONNECTION_REFUSED_ERROR "ConnectionRefusedError" CONNECTION_ERROR;
    CONNECTION_RESET_ERROR "ConnectionResetError" CONNECTION_ERROR;
    FILE_EXISTS_ERROR "FileExistsError" OS_ERROR;
    FILE_NOT_FOUND_ERROR "FileNotFoundError" OS_ERROR;
    INTERRUPTED_ERROR "InterruptedError" OS_ERROR;
    IS_A_DIRECTORY_ERROR "IsADirectoryError" OS_ERROR;
    NOT_A_DIRECTORY_ERROR "NotADirectoryError" OS_ERROR;
    PERMISSION_ERROR "PermissionError" OS_ERROR;
    PROCESS_LOOKUP_ERROR "ProcessLookupError" OS_ERROR;
    TIMEOUT_ERROR "TimeoutError" OS_ERROR;
    REFERENCE_ERROR "ReferenceError" EXCEPTION;
    RUNTIME_ERROR "RuntimeError" EXCEPTION;
    NOT_IMPLEMENTED_ERROR "NotImplementedError" RUNTIME_ERROR;
    PYTHON_FINALIZATION_ERROR "PythonFinalizationError" RUNTIME_ERROR;
    RECURSION_ERROR "RecursionError" RUNTIME_ERROR;
    STOP_ASYNC_ITERATION "StopAsyncIteration" EXCEPTION;
    STOP_ITERATION "StopIteration" EXCEPTION;
    SYNTAX_ERROR "SyntaxError" EXCEPTION;
    INDENTATION_ERROR "IndentationError" SYNTAX_ERROR;
    TAB_ERROR "TabError" INDENTATION_ERROR;
    SYSTEM_ERROR "SystemError" EXCEPTION;
    TYPE_ERROR "TypeError" EXCEPTION;
    VALUE_ERROR "ValueError" EXCEPTION;
    UNICODE_ERROR "UnicodeError" VALUE_ERROR;
    UNICODE_DECODE_ERROR "UnicodeDecodeError" UNICODE_ERROR;
    UNICODE_ENCODE_ERROR "UnicodeEncodeError" UNICODE_ERROR;
    UNICODE_TRANSLATE_ERROR "UnicodeTranslateError" UNICODE_ERROR;
    WARNING "Warning" EXCEPTION;
    BYTES_WARNING "BytesWarning" WARNING;
    DEPRECATION_WARNING "DeprecationWarning" WARNING;
    ENCODING_WARNING "EncodingWarning" WARNING;
    FUTURE_WARNING "FutureWarning" WARNING;
    IMPORT_WARNING "ImportWarning" WARNING;
    PENDING_DEPRECATION_WARNING "PendingDeprecationWarning" WARNING;
    RESOURCE_WARNING "ResourceWarning" WARNING;
    RUNTIME_WARNING "RuntimeWarning" WARNING;
    SYNTAX_WARNING "SyntaxWarning" WARNING;
    UNICODE_WARNING "UnicodeWarning" WARNING;
    USER_WARNING "UserWarning" WARNING;
}

/// An instance of the built-in exception class `class` (or of one derived from it), without running `__init__`. Does
/// not call Python.
pub fn new(cx: &mut Cx<'_>, class: Value, args: Value) -> Res {
    let o = cx.alloc(Kind::Exception, class, class::instance_words(class.obj()).max(WORDS))?;
    o.init(ARGS, args);
    o.init(SUPPRESS, Value::FALSE);
    Ok(o.into())
}

/// Sets `name` and `obj` of a NameError or AttributeError.
pub fn set_name_obj(exc: Value, name: Value, obj: Value) {
    exc.obj().set(EXTRA, name);
    exc.obj().set(EXTRA + 1, obj);
}
