// Flags: --allow-worker
// Exit: 1
// Stderr: /TypeError \[ERR_MISSING_OPTION\]: --permission is required/
'use strict';
