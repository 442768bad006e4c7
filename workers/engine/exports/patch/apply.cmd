@echo off
rem Applies the patch in this folder to a disk image: drop the image on this file, or double-click it and drop the image
rem on its window. Runs apply.ps1, which looks first, saves the old bytes beside the image, and writes nothing where the
rem image is not the one that the patch was made for.
rem Exit codes are those of apply.ps1: 0 done, 1 other bytes, 2 reading or writing failed.
rem Names are never expanded a second time: they may hold exclamation marks.
setlocal DisableDelayedExpansion
set "IMAGE=%~1"
if defined IMAGE goto run
echo Shut the virtual machine down and detach the disk.
echo Then drop the disk image on this window and press Enter.
set /p "IMAGE=Image: "
if not defined IMAGE exit /b 2
set "IMAGE=%IMAGE:"=%"
:run
powershell -NoProfile -ExecutionPolicy Bypass -File "%~dp0apply.ps1" "%IMAGE%"
set "RESULT=%ERRORLEVEL%"
if "%RESULT%"=="2" echo If access was denied: open PowerShell as administrator and use the command in README.txt.
pause
exit /b %RESULT%
